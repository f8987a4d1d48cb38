-- +goose Up

-- The count that revokes what was given out: a link carries it, a one-time token and a flow to link an account hold it,
-- and all of them are revoked once it is raised: by another password, a reset, a proof of ownership, an end of all
-- sessions, the end of a way to sign in, another address. It was the count of the changes of address alone.
alter table users rename email_changes to credential_version;
grant update (credential_version) on users to todo_app;

-- Whether a person has proven that the address is theirs: by a button that they pressed, by a link opened where they
-- are signed in, by a reset, or through a provider. A link that somebody's browser, or a mail scanner, has opened
-- verifies the address and proves nothing. Whoever was verified before counts as proven: nobody can tell any more, and
-- to take their passwords at the next sign-in through a provider would hurt the many who are.
alter table users add owner_proven boolean not null default false;
update users set owner_proven = true where email_verified;

alter table one_time_tokens add created_at timestamptz not null default now();
alter table one_time_tokens add credential_version integer; -- null: it outlives the count
alter table one_time_tokens add session_id uuid references sessions on delete cascade; -- within which it was asked for
alter table one_time_tokens add email text check (email = lower(email) and char_length(email) between 3 and 255);
create index one_time_tokens_session on one_time_tokens (session_id);
update one_time_tokens t set credential_version = u.credential_version from users u where u.id = t.user_id;

-- Gives the former address back, for whom a change of address was somebody else's doing.
alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
alter table one_time_tokens add constraint one_time_tokens_purpose_check
  check (purpose in ('reset-password', 'delete-account', 'undo-email-change'));
alter table one_time_tokens add constraint one_time_tokens_email_of_undo
  check ((purpose = 'undo-email-change') = (email is not null));
alter table one_time_tokens add constraint one_time_tokens_count_but_of_undo
  check ((purpose = 'undo-email-change') = (credential_version is null));

alter table oauth_flows add credential_version integer; -- of the user who links an account, else null
update oauth_flows f set credential_version = u.credential_version from users u where u.id = f.link_to;

-- +goose Down
delete from one_time_tokens where purpose = 'undo-email-change';
alter table one_time_tokens
  drop constraint one_time_tokens_email_of_undo, drop constraint one_time_tokens_count_but_of_undo;
alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
alter table one_time_tokens add constraint one_time_tokens_purpose_check
  check (purpose in ('reset-password', 'delete-account'));
alter table one_time_tokens drop created_at, drop credential_version, drop session_id, drop email;
alter table oauth_flows drop credential_version;
alter table users drop owner_proven;
revoke update (credential_version) on users from todo_app;
alter table users rename credential_version to email_changes;
