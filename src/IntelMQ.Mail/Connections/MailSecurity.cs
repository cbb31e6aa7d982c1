namespace IntelMQ.Mail.Connections;

/// <summary>How a connection to a mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>TLS is begun by a command; a server that does not offer it is left.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}
