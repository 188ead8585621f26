"""What Twilio's error codes mean for us, in answers and in what it tells later."""

OPTED_OUT = {21610, 30004}  # replied STOP, or blocked by the person or the carrier: nobody else may try either
INVALID = {21211, 21217, 21612, 21614, 30005, 30006}  # no such number, or none that takes texts
OUR_FAULT = {
    20003,  # the sign-in
    20404,  # no such account
    21212, 21603, 21606, 21659, 21660, 21703,  # the sender is not ours, or cannot send
    21408,  # this country is not switched on
    21609,  # the address for news cannot be reached
    30002,  # suspended
    30032, 30034,  # the sender is not registered yet
}  # fmt: skip
LATER = {20429, 21611, 30001}  # too many at once
