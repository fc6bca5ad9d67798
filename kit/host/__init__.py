"""The two ways to run the same services: all in one process, or each on RabbitMQ."""
