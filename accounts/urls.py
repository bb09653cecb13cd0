"""Addresses of login, passwords and people."""

from django.urls import path

from accounts.views import login, passwords, people

app_name = "accounts"

urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("password/", passwords.password, name="password"),
    path("invitations/<str:token>/", passwords.invitation, name="invitation"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new-person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link/", people.new_link, name="new-link"),
    path("people/<int:pk>/lock/", people.lock, name="lock"),
    path("people/<int:pk>/roles/new/", people.new_membership, name="new-membership"),
    path("memberships/<int:pk>/end/", people.end_membership, name="end-membership"),
]
