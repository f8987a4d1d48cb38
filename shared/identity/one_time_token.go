package identity

// ValidToken is the condition under which a one-time token t is valid: it has not expired, the session within which it
// was asked for, if there was one, is valid, and the count of what has ended the user's credentials is that of when it
// was given out.
const ValidToken = `t.expires_at > now()
	and (t.session_id is null or exists (select from sessions where id = t.session_id and ` + ValidSession + `))
	and (t.credential_version is null
	  or t.credential_version = (select o.credential_version from users o where o.id = t.user_id))`
