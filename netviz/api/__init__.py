"""The REST API under /api/v1/ with its docs, /healthz and /metrics. A face: it imports from the rooms below and is imported by none."""
