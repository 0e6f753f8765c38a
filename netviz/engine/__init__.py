"""The only room that speaks to a container engine (docker SDK)."""
