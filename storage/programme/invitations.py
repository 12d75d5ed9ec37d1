"""Invitations: all that is asked of them is called by this name.

Codes are never stored, and a number without the code, or without anything that shows that this chat had it, opens
nothing.
"""

from __future__ import annotations

from storage.programme.joining import become_coordinator as become_coordinator
from storage.programme.joining import check_of as check_of
from storage.programme.joining import follow_name as follow_name
from storage.programme.joining import forget_joined as forget_joined
from storage.programme.joining import join as join
from storage.programme.joining import tie as tie
from storage.programme.link_lists import all_links as all_links
from storage.programme.link_lists import link_page as link_page
from storage.programme.link_lists import links_page as links_page
from storage.programme.links import issue as issue
from storage.programme.links import issue_for_waiting as issue_for_waiting
from storage.programme.links import revoke as revoke
from storage.programme.opening import invitation_for as invitation_for
from storage.programme.requests import accept as accept
from storage.programme.requests import ask_to_join as ask_to_join
from storage.programme.requests import decline as decline
from storage.programme.requests import requests_page as requests_page
