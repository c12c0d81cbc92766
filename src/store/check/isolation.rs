//! Hotels cannot see each other: ten questions about the schema itself.

use sqlx::PgConnection;

use super::{Answer, StoreError, ask};

/// Asks the catalogue what the app role could do.
pub async fn isolation(conn: &mut PgConnection) -> Result<Vec<Answer>, StoreError> {
    let mut answers = tables(conn).await?;
    answers.extend(role(conn).await?);
    Ok(answers)
}

async fn tables(conn: &mut PgConnection) -> Result<Vec<Answer>, StoreError> {
    Ok(ask! { conn;
        "rls_forced", "Every table with a hotel_id has row-level security enabled and forced.", r#"
            SELECT c.oid::regclass::text AS "offence!"
            FROM pg_class c
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'hotel_id' AND NOT a.attisdropped)
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        "#;
        "rls_policy", "Every policy reads NULLIF(current_setting(..)) and checks what is written.", r#"
            SELECT format('%s.%s: %s', schemaname, tablename, policyname) AS "offence!"
            FROM pg_policies
            WHERE schemaname = 'public'
              AND (coalesce(qual, with_check) !~* 'nullif' OR (cmd IN ('ALL', 'INSERT', 'UPDATE') AND with_check IS NULL))
        "#;
        "rls_foreign_key", "Foreign keys between hotels' tables include hotel_id.", r#"
            SELECT format('%s: %s', k.conrelid::regclass, k.conname) AS "offence!"
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.confrelid AND c.relnamespace = 'public'::regnamespace
            WHERE k.contype = 'f'
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attname = 'hotel_id' AND NOT a.attisdropped)
              AND NOT EXISTS (
                  SELECT FROM unnest(k.conkey) AS x (number)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.number AND a.attname = 'hotel_id'
              )
        "#;
        "rls_unique", "Unique and exclusion indexes of hotels' tables include hotel_id.", r#"
            SELECT i.indexrelid::regclass::text AS "offence!"
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
            WHERE (i.indisunique OR i.indisexclusion)
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = 'hotel_id' AND NOT a.attisdropped)
              AND NOT EXISTS (
                  SELECT FROM unnest(i.indkey::int2[]) AS x (number)
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = x.number AND a.attname = 'hotel_id'
              )
        "#;
    })
}

async fn role(conn: &mut PgConnection) -> Result<Vec<Answer>, StoreError> {
    Ok(ask! { conn;
        "app_role", "The app role has no special right, owns nothing and belongs to no other role.", r#"
            SELECT format('role %s has a special right', rolname) AS "offence!"
            FROM pg_roles
            WHERE rolname = 'keyrack_app' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
            UNION ALL
            SELECT format('it owns %s', oid::regclass) FROM pg_class
            WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = 'keyrack_app')
            UNION ALL
            SELECT format('it belongs to %s', roleid::regrole) FROM pg_auth_members
            WHERE member = (SELECT oid FROM pg_roles WHERE rolname = 'keyrack_app')
            UNION ALL
            SELECT 'there is no role keyrack_app'
            WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keyrack_app')
        "#;
        "app_view", "Views the app can read run with the reader's rights.", r#"
            SELECT c.oid::regclass::text AS "offence!"
            FROM pg_class c
            WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
              AND has_table_privilege('keyrack_app', c.oid, 'SELECT')
              AND NOT coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false)
        "#;
        "app_materialized_view", "The app reads no materialized view: they know no row-level security.", r#"
            SELECT c.oid::regclass::text AS "offence!"
            FROM pg_class c
            WHERE c.relkind = 'm' AND has_table_privilege('keyrack_app', c.oid, 'SELECT')
        "#;
        "app_definer", "Functions that run with their owner's rights fix their search path.", r#"
            SELECT p.oid::regprocedure::text AS "offence!"
            FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
              AND has_function_privilege('keyrack_app', p.oid, 'EXECUTE')
              AND NOT coalesce(p.proconfig::text ~ 'search_path', false)
        "#;
        "app_grants", "The app can empty no table, and neither watch nor reference one.", r#"
            SELECT format('%s: %s', table_name, privilege_type) AS "offence!"
            FROM information_schema.role_table_grants
            WHERE grantee = 'keyrack_app' AND table_schema = 'public'
              AND privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES')
        "#;
        "app_facts", "The app adds facts and never rewrites them.", r#"
            SELECT format('%s: %s', facts.name, rights.name) AS "offence!"
            FROM (VALUES ('posting'), ('audit'), ('event'), ('outbox')) AS facts (name)
            CROSS JOIN (VALUES ('UPDATE'), ('DELETE')) AS rights (name)
            WHERE has_table_privilege('keyrack_app', facts.name, rights.name)
        "#;
        "leakproof", "No function of ours claims to be leakproof.", r#"
            SELECT p.oid::regprocedure::text AS "offence!"
            FROM pg_proc p
            LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            WHERE p.proleakproof AND p.oid >= 16384 AND d.objid IS NULL
        "#;
    })
}
