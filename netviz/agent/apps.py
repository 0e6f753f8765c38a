from django.apps import AppConfig


class AgentConfig(AppConfig):
    name = "netviz.agent"
    label = "agent"
    default_auto_field = "django.db.models.BigAutoField"
