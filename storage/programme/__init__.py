"""What coordinators work with: cohorts, invitations, progress, letters, exports. Rights are checked here."""
