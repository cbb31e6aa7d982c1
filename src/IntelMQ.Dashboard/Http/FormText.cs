using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.Http;

/// <summary>Reads a form in the one way that browsers write small ones: <c>application/x-www-form-urlencoded</c>.</summary>
internal static class FormText
{
    private const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>The fields; none where the body is of another type.</summary>
    /// <exception cref="BadHttpRequestException">The body is too long.</exception>
    public static async Task<IReadOnlyDictionary<string, StringValues>> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (!string.Equals(request.ContentType?.Split(';')[0].Trim(), MediaType, StringComparison.OrdinalIgnoreCase))
            return new Dictionary<string, StringValues>();
        return QueryHelpers.ParseQuery(Encoding.UTF8.GetString(await BoundedBody.ReadAsync(request, most, cancellationToken).ConfigureAwait(false)));
    }
}
