package identity

// LiveToken is the condition under which a one-time token t counts: it has not expired, the session within which it was
// asked for, if there was one, lives, and the count of what ends the user's credentials is that of when it was given
// out.
const LiveToken = `t.expires_at > now()
	and (t.session_id is null or exists (select from sessions s where s.id = t.session_id and s.expires_at > now()))
	and (t.credential_version is null
	  or t.credential_version = (select o.credential_version from users o where o.id = t.user_id))`
