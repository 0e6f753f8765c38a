"""The pages and the websocket that feeds them."""
