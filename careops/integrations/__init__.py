"""The wires to the outside: small Protocols in `ports`, one folder a wire. They know no table and no business."""
