"""A cohort's files: what coordinators download, as XLSX, CSV or JSON lines. Settled levels, never one person's."""
