"""Addresses of sign-in, accounts and users. Included at the root: `path("", include("netviz.accounts.urls"))`."""

from django.urls import path

from .views import account, shares, sign_in, users

app_name = "accounts"

urlpatterns = [
    path("sign-in/", sign_in.with_password, name="sign_in"),
    path("sign-in/link/<str:secret>/", sign_in.with_link, name="link"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("settings/account/", account.show, name="account"),
    path("settings/account/preferences/", account.set_preferences, name="preferences"),
    path("settings/account/password/", account.set_password, name="password"),
    path("settings/account/tokens/", account.make_token, name="make_token"),
    path("settings/account/tokens/<int:token_id>/revoke/", account.revoke_token, name="revoke_token"),
    path("settings/shares/", shares.index, name="shares"),
    path("settings/shares/<int:share_id>/revoke/", shares.revoke, name="revoke_share"),
    path("settings/users/", users.index, name="users"),
    path("settings/users/<int:user_id>/", users.show, name="user"),
    path("settings/users/<int:user_id>/role/", users.set_role, name="set_role"),
    path("settings/users/<int:user_id>/active/", users.set_active, name="set_active"),
    path("settings/users/<int:user_id>/link/", users.make_link, name="make_link"),
    path("settings/users/<int:user_id>/revoke/", users.revoke, name="revoke"),
]
