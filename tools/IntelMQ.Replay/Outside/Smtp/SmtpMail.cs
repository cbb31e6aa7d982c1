namespace IntelMQ.Replay.Outside.Smtp;

/// <summary>A mail as it was taken.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="WasSecured">Whether TLS was begun on the way.</param>
/// <param name="Login">Name and password; null where nobody logged in.</param>
/// <param name="Data">The mail itself.</param>
internal sealed record SmtpMail(string From, IReadOnlyList<string> To, bool WasSecured, string[]? Login, byte[] Data);

/// <summary>What a mail server offers and refuses.</summary>
/// <param name="OffersAuthentication">Whether one may log in; the name is <c>u</c> and the password <c>p</c>.</param>
/// <param name="OffersTls">Whether TLS may be begun.</param>
/// <param name="Rejected">Recipients that are refused.</param>
/// <param name="DataStatus">What is answered to each mail; null for taking it.</param>
internal sealed record SmtpRules(bool OffersAuthentication, bool OffersTls, IReadOnlyCollection<string> Rejected, string? DataStatus);
