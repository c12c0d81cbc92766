-- The directory: what is known before a hotel is chosen. It lives in the home
-- database; further databases carry it empty so that one set of migrations fits all.
CREATE SCHEMA directory;

CREATE TABLE directory.portfolio (
    id uuid NOT NULL
  , name text NOT NULL
  , CONSTRAINT portfolio_pk PRIMARY KEY (id)
);

CREATE TABLE directory.hotel (
    id uuid NOT NULL
  , portfolio_id uuid NOT NULL
  , code text NOT NULL
  , name text NOT NULL
  , city text NOT NULL
    -- The name of the database that holds this hotel's rows (`home`, `north`, ...).
  , database text NOT NULL
    -- Shown on the public page and open to guests.
  , public boolean NOT NULL DEFAULT true
  , CONSTRAINT hotel_pk PRIMARY KEY (id)
  , CONSTRAINT hotel_code_uq UNIQUE (code)
  , CONSTRAINT hotel_portfolio_fk FOREIGN KEY (portfolio_id) REFERENCES directory.portfolio (id)
  , CONSTRAINT hotel_code_form CHECK (code ~ '^[A-Z][A-Z0-9]{1,7}$')
);

CREATE TABLE directory.app_user (
    id uuid NOT NULL
  , email text NOT NULL
  , name text NOT NULL
  , password_hash text NOT NULL
    -- Made by `keyrack demo`; the server says so at start.
  , demo boolean NOT NULL DEFAULT false
  , disabled_at timestamptz
  , created_at timestamptz NOT NULL DEFAULT now()
  , CONSTRAINT app_user_pk PRIMARY KEY (id)
  , CONSTRAINT app_user_email_uq UNIQUE (email)
  , CONSTRAINT app_user_email_lower CHECK (email = lower(email))
);

CREATE TABLE directory.membership (
    user_id uuid NOT NULL
  , hotel_id uuid NOT NULL
  , role text NOT NULL
  , CONSTRAINT membership_pk PRIMARY KEY (user_id, hotel_id)
  , CONSTRAINT membership_user_fk FOREIGN KEY (user_id) REFERENCES directory.app_user (id) ON DELETE CASCADE
  , CONSTRAINT membership_hotel_fk FOREIGN KEY (hotel_id) REFERENCES directory.hotel (id) ON DELETE CASCADE
  , CONSTRAINT membership_role_known CHECK (role IN ('owner', 'manager', 'front_desk', 'housekeeping'))
);

CREATE TABLE directory.session (
    id uuid NOT NULL
  , user_id uuid NOT NULL
    -- SHA-256 of the cookie's secret; a copy of this table logs nobody in.
  , token_hash bytea NOT NULL
  , created_at timestamptz NOT NULL
  , last_seen_at timestamptz NOT NULL
  , expires_at timestamptz NOT NULL
  , revoked_at timestamptz
  , user_agent text NOT NULL DEFAULT ''
  , CONSTRAINT session_pk PRIMARY KEY (id)
  , CONSTRAINT session_token_uq UNIQUE (token_hash)
  , CONSTRAINT session_user_fk FOREIGN KEY (user_id) REFERENCES directory.app_user (id) ON DELETE CASCADE
);
CREATE INDEX session_user_ix ON directory.session (user_id);

CREATE TABLE directory.partner (
    id uuid NOT NULL
  , username text NOT NULL
  , name text NOT NULL
    -- A random, long password: a plain SHA-256 is enough and costs a webhook nothing.
  , password_hash bytea NOT NULL
  , signing_secret text NOT NULL
  , CONSTRAINT partner_pk PRIMARY KEY (id)
  , CONSTRAINT partner_username_uq UNIQUE (username)
);

-- Which of our hotels a partner means by its own hotel code.
CREATE TABLE directory.partner_hotel (
    partner_id uuid NOT NULL
  , external_code text NOT NULL
  , hotel_id uuid NOT NULL
  , CONSTRAINT partner_hotel_pk PRIMARY KEY (partner_id, external_code)
  , CONSTRAINT partner_hotel_partner_fk FOREIGN KEY (partner_id) REFERENCES directory.partner (id) ON DELETE CASCADE
  , CONSTRAINT partner_hotel_hotel_fk FOREIGN KEY (hotel_id) REFERENCES directory.hotel (id) ON DELETE CASCADE
);

GRANT USAGE ON SCHEMA directory TO keyrack_app, keyrack_relay;
GRANT SELECT ON ALL TABLES IN SCHEMA directory TO keyrack_app;
GRANT INSERT, UPDATE ON directory.session TO keyrack_app;
GRANT INSERT, UPDATE ON directory.app_user, directory.membership TO keyrack_app;
