"""When a batch is fetched or brought, and the form that goes along with waste."""
