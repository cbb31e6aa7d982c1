using IntelMQ.Export;

namespace IntelMQ.Notifications.Stores;

/// <summary>The store's tables, version by version.</summary>
internal static class NotificationTables
{
    public const int Latest = 1;

    public const string Directive = "intelmq_mail_directive";

    public const string Mail = "intelmq_mail_outbox";

    public const string Told = "intelmq_mail_told";

    public const string Control = "intelmq_mail_control";

    public const string Disabled = "intelmq_mail_disabled";

    public const string Version = "intelmq_mail_version";

    /// <summary>What leads to a version from the one before it.</summary>
    public static IReadOnlyList<string> Of(int version, SqlEngine engine)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(version, 1);
        string bytes = engine == SqlEngine.PostgreSql ? "bytea" : "blob";
        string number = engine == SqlEngine.PostgreSql ? "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY" : "integer PRIMARY KEY AUTOINCREMENT";
        return
        [
            $"""
            CREATE TABLE {Directive} (
                id {number}, identity {bytes} NOT NULL UNIQUE, batch text NOT NULL, recipient text NOT NULL, test text,
                template text NOT NULL, format bigint NOT NULL, language text NOT NULL, protection bigint NOT NULL, organisation text NOT NULL,
                event text NOT NULL, about text NOT NULL, contact_source text NOT NULL, contact_object text NOT NULL, explanation text NOT NULL,
                cooldown_key {bytes}, cooldown bigint NOT NULL, relapsed bigint, passes bigint NOT NULL, waits bigint NOT NULL,
                state bigint NOT NULL, reason text, mail text, added bigint NOT NULL)
            """,
            $"CREATE INDEX {Directive}_batch ON {Directive} (batch, state, recipient, id)",
            $"CREATE INDEX {Directive}_recipient ON {Directive} (recipient, id)",
            $"CREATE INDEX {Directive}_about ON {Directive} (about, id)",
            $"CREATE INDEX {Directive}_mail ON {Directive} (mail)",
            $"CREATE INDEX {Directive}_key ON {Directive} (cooldown_key, state, id)",
            $"""
            CREATE TABLE {Mail} (
                number {number}, id text NOT NULL UNIQUE, batch text NOT NULL, recipient text NOT NULL, sent_to text NOT NULL, sender text NOT NULL,
                content {bytes} NOT NULL, subject text NOT NULL, ticket text, language text NOT NULL, row_count bigint NOT NULL, exercise bigint NOT NULL,
                domain text NOT NULL, state bigint NOT NULL, prepared bigint NOT NULL, attempts bigint NOT NULL, not_before bigint NOT NULL,
                words text, changed bigint NOT NULL)
            """,
            $"CREATE INDEX {Mail}_state ON {Mail} (state, number)",
            $"CREATE INDEX {Mail}_batch ON {Mail} (batch, number)",
            $"CREATE INDEX {Mail}_recipient ON {Mail} (recipient, number)",
            $"CREATE INDEX {Mail}_ticket ON {Mail} (ticket)",
            $"CREATE TABLE {Told} (cooldown_key {bytes} PRIMARY KEY, told bigint NOT NULL, before bigint, mail text NOT NULL)",
            $"CREATE INDEX {Told}_mail ON {Told} (mail)",
            $"CREATE TABLE {Control} (id bigint PRIMARY KEY, owner text NOT NULL, until bigint NOT NULL, ticket bigint NOT NULL, held bigint NOT NULL, reason text NOT NULL, decided_by text NOT NULL, since bigint)",
            $"INSERT INTO {Control} VALUES (1, '', 0, 10000000, 1, '', '', NULL)",
            $"CREATE TABLE {Disabled} (address text PRIMARY KEY, reason text NOT NULL, since bigint NOT NULL)",
        ];
    }
}
