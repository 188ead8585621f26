"""CareOps: the operations platform of a service business."""
