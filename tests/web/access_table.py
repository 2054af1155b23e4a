"""Who gets what at every route outside the admin: the status of GET (HEAD answers the same), then of POST where it differs.

`of` says whose thing the address is about (see cast.py). `sign-in` and `re-auth` are redirects to these pages; 302 leads
elsewhere. The posts are empty: 422 means that the form was refused after the person was let in.
"""

TABLE = """
route                                 of                       anonymous    guest        learner      mentor       stranger     staff
roadmap:home                          -                        200/405      200/405      200/405      200/405      200/405      200/405
roadmap:start                         -                        200/422      200/422      200/422      200/422      200/422      200/422
roadmap:me                            -                        200/405      200/405      200/405      200/405      200/405      200/405
roadmap:sample                        -                        200/405      200/405      200/405      200/405      200/405      200/405
roadmap:method                        -                        200/405      200/405      200/405      200/405      200/405      200/405
roadmap:report                        learner.open             404/405      404/405      302/405      404/405      404/405      404/405
roadmap:report                        learner.done             404/405      404/405      200/405      404/405      404/405      404/405
roadmap:report                        guest.open               404/405      302/405      404/405      404/405      404/405      404/405
roadmap:report                        guest.done               404/405      200/405      404/405      404/405      404/405      404/405
roadmap:domains                       -                        200/405      200/405      200/405      200/405      200/405      200/405
roadmap:domain                        domain                   200/405      200/405      200/405      200/405      200/405      200/405
roadmap:step                          step                     200/405      200/405      200/405      200/405      200/405      200/405
roadmap:certifications                -                        200/405      200/405      200/405      200/405      200/405      200/405
roadmap:certification                 certification            200/405      200/405      200/405      200/405      200/405      200/405
roadmap:sharing                       -                        sign-in      sign-in      200/405      200/405      200/405      200/405
roadmap:invite                        -                        sign-in      sign-in      200/422      200/422      200/422      200/422
roadmap:cancel_invitation             invitation               sign-in      sign-in      405/302      405/404      405/404      405/404
roadmap:end_mentorship                mentorship               sign-in      sign-in      405/302      405/302      405/404      405/404
roadmap:invitation                    secret                   200/sign-in  200/sign-in  200/409      200/409      200/302      200/302
roadmap:mentees                       -                        sign-in      sign-in      200/405      200/405      200/405      200/405
roadmap:mentee                        mentorship               sign-in      sign-in      404/405      302/405      404/405      404/405
roadmap:mentee_report                 mentorship/learner.done  sign-in      sign-in      404          200/422      404          404
roadmap:mentee_report                 mentorship/learner.open  sign-in      sign-in      404          404          404          404
roadmap:mentee_report                 mentorship/guest.done    sign-in      sign-in      404          404          404          404
roadmap:mentee_answers                mentorship/learner.done  sign-in      sign-in      404/405      404/405      404/405      404/405
roadmap:mentee_answers                mentorship/learner.open  sign-in      sign-in      404/405      404/405      404/405      404/405
roadmap:mentee_answers                mentorship/guest.done    sign-in      sign-in      404/405      404/405      404/405      404/405
assessment:resume                     learner.open             404/405      404/405      302/405      404/405      404/405      404/405
assessment:resume                     learner.done             404/405      404/405      302/405      404/405      404/405      404/405
assessment:resume                     guest.open               404/405      302/405      404/405      404/405      404/405      404/405
assessment:resume                     guest.done               404/405      302/405      404/405      404/405      404/405      404/405
assessment:rate                       learner.open             404          404          302          404          404          404
assessment:rate                       learner.done             404          404          302          404          404          404
assessment:rate                       guest.open               404          200/302      404          404          404          404
assessment:rate                       guest.done               404          302          404          404          404          404
assessment:begin                      learner.open             405/404      405/404      405/302      405/404      405/404      405/404
assessment:begin                      learner.done             405/404      405/404      405/302      405/404      405/404      405/404
assessment:begin                      guest.open               405/404      405/302      405/404      405/404      405/404      405/404
assessment:begin                      guest.done               405/404      405/302      405/404      405/404      405/404      405/404
assessment:take                       learner.open             404          404          200/422      404          404          404
assessment:take                       learner.done             404          404          302/409      404          404          404
assessment:take                       guest.open               404          302/409      404          404          404          404
assessment:take                       guest.done               404          302/409      404          404          404          404
assessment:finish                     learner.open             404          404          200/302      404          404          404
assessment:finish                     learner.done             404          404          302          404          404          404
assessment:finish                     guest.open               404          302          404          404          404          404
assessment:finish                     guest.done               404          302          404          404          404          404
assessment:why                        learner.open             404/405      404/405      404/405      404/405      404/405      404/405
assessment:why                        learner.done             404/405      404/405      200/405      404/405      404/405      404/405
assessment:why                        guest.open               404/405      404/405      404/405      404/405      404/405      404/405
assessment:why                        guest.done               404/405      200/405      404/405      404/405      404/405      404/405
assessment:review                     learner.open             404/405      404/405      302/405      404/405      404/405      404/405
assessment:review                     learner.done             404/405      404/405      200/405      404/405      404/405      404/405
assessment:review                     guest.open               404/405      302/405      404/405      404/405      404/405      404/405
assessment:review                     guest.done               404/405      200/405      404/405      404/405      404/405      404/405
assessment:delete                     learner.open             404          404          200/302      404          404          404
assessment:delete                     learner.done             404          404          200/302      404          404          404
assessment:delete                     guest.open               404          200/302      404          404          404          404
assessment:delete                     guest.done               404          200/302      404          404          404          404
assessment:account                    -                        sign-in      sign-in      200/302      200/302      200/302      200/302
assessment:delete_account             -                        sign-in      sign-in      re-auth      re-auth      re-auth      re-auth
assessment:sources                    -                        200/405      200/405      200/405      200/405      200/405      200/405
account_login                         -                        200          200          302          302          302          302
account_logout                        -                        302          302          200/302      200/302      200/302      200/302
account_inactive                      -                        200/405      200/405      200/405      200/405      200/405      200/405
account_signup                        -                        200          200          302          302          302          302
account_reauthenticate                -                        sign-in      sign-in      200          200          200          200
account_email                         -                        sign-in      sign-in      200/302      200/302      200/302      200/302
account_email_verification_sent       -                        200/405      200/405      200/405      200/405      200/405      200/405
account_change_password               -                        sign-in      sign-in      200          200          200          200
account_set_password                  -                        sign-in      sign-in      302          302          302          302
account_reset_password                -                        200          200          200          200          200          200
account_confirm_login_code            -                        302          302          302          302          302          302
account_confirm_email                 key                      200/404      200/404      200/404      200/404      200/404      200/404
account_reset_password_from_key_done  -                        200/405      200/405      200/405      200/405      200/405      200/405
account_reset_password_from_key       uid-key                  200          200          200          200          200          200
account_reset_password_done           -                        200/405      200/405      200/405      200/405      200/405      200/405
healthz                               -                        200/405      200/405      200/405      200/405      200/405      200/405
readyz                                -                        200/405      200/405      200/405      200/405      200/405      200/405
"""
