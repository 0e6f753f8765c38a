from django.apps import AppConfig


class TopologyConfig(AppConfig):
    name = "netviz.topology"
    label = "topology"
    default_auto_field = "django.db.models.BigAutoField"
