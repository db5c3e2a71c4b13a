"""What the pages of a file are called in the list of who read it; the keys are names of views."""

from bouwkringloop.base.i18n import N_

PAGES = {
    "file": N_("The file itself"),
    "edit_file": N_("Details"),
    "change_file": N_("Details"),
    "new_placement": N_("New placement"),
    "add_placement": N_("New placement"),
    "edit_placement": N_("A placement"),
    "change_placement": N_("A placement"),
    "ask_end": N_("The end of a placement"),
    "end_placement": N_("The end of a placement"),
    "file_hours": N_("Hours"),
    "change_badge": N_("Hours"),
    "pay_allowance": N_("Hours"),
    "hours_day": N_("Hours"),
    "correct_day": N_("Hours"),
    "hours_week": N_("The week of hours"),
    "store_week": N_("The week of hours"),
    "blank_list": N_("A list of hours"),
    "readers": N_("Who may read this, and who did"),
    "let_in": N_("Who may read this, and who did"),
    "send_out": N_("Who may read this, and who did"),
    "privacy": N_("Privacy"),
    "say_consent": N_("Privacy"),
    "copy_file": N_("A copy of the file"),
    "erase_file": N_("Privacy"),
}
