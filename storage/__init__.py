"""What is remembered: tables, the one transaction of the way in, jobs, migrations. SQLite and PostgreSQL."""
