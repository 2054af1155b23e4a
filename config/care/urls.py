"""Addresses of what people can do with their own data."""

from django.urls import path

from config.care import views

app_name = "care"
urlpatterns = [path("account/data/", views.download, name="download")]
