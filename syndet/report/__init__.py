"""What people see: one file per format, each reading a finished result and computing nothing."""
