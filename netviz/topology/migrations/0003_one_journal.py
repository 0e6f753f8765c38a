from django.db import migrations, models


def make_journal(apps, schema_editor):
    """The journal's id is made with the database."""
    apps.get_model("topology", "Journal").objects.get_or_create(only=True)


class Migration(migrations.Migration):

    dependencies = [
        ("topology", "0002_engine_enabled"),
    ]

    operations = [
        migrations.AddField(
            model_name="journal",
            name="only",
            field=models.BooleanField(default=True, editable=False, unique=True),
        ),
        migrations.RunPython(make_journal, migrations.RunPython.noop),
    ]
