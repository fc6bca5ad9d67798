"""What every department's service is built on; it knows no word of the business."""
