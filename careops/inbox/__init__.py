"""Conversations with contacts, and the outbox: every word a business sends is a row before it is sent."""
