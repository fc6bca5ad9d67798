"""django-helpdesk as its documentation has one install it, on PostgreSQL behind gunicorn."""
