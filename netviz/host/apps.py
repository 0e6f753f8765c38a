from django.apps import AppConfig


class HostConfig(AppConfig):
    name = "netviz.host"
    label = "host"
    default_auto_field = "django.db.models.BigAutoField"
