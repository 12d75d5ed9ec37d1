"""One result on paper: what a report says, as plain text, as a PDF and as a picture."""
