"""What people, automation and the house send. Nothing leaves here: each puts a delivery into the outbox with its cause."""

from careops.inbox.actions.sending.automatic import send_automatic
from careops.inbox.actions.sending.house import mail_account, mail_member, send_test
from careops.inbox.actions.sending.replying import reply
from careops.inbox.actions.sending.ways import address_of

__all__ = ["address_of", "mail_account", "mail_member", "reply", "send_automatic", "send_test"]
