"""What operators may ask of every service: trace, parked events, replays, depths, the audit trail."""
