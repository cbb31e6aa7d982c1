namespace IntelMQ.Http;

/// <summary>A host has no address that may be reached.</summary>
internal sealed class AddressRefusedException(string host)
    : HttpRequestException(HttpRequestError.Unknown, $"{host} has no address that may be reached: it is not a public one.");
