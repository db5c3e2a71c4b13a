"""Who works here: staff, roles, log-in, PIN switch, devices and the audit trail."""
