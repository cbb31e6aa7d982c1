using System.Text;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Modules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IntelMQ.Dashboard.Http;

/// <summary>
/// Reads forms with files. Before a file is read the form's proof has to be there: who has none fills no disk. Nothing is longer than what is allowed.
/// </summary>
internal static class FormReader
{
    private const int MostParts = 2000;
    private const int LongestBoundary = 100;
    private const int InMemory = 256 * 1024;
    private const int ChunkBytes = 16 * 1024;
    private const int LongestName = 200;

    /// <summary>Reads a form.</summary>
    /// <returns>The form; <see langword="null"/> where it is none of ours.</returns>
    /// <exception cref="BadHttpRequestException">It is too long, or not what it says.</exception>
    public static async Task<DashboardForm?> ReadAsync(HttpContext context, string? session, int mostBytes, long mostFileBytes)
    {
        HttpRequest request = context.Request;
        CancellationToken aborted = context.RequestAborted;
        string? boundary = mostFileBytes > 0 && MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        if (boundary is null)
        {
            IReadOnlyDictionary<string, StringValues> fields = await FormText.ReadAsync(request, mostBytes, aborted).ConfigureAwait(false);
            return FormToken.IsOurs(context, session, fields.GetValueOrDefault(FormToken.Field).ToString()) ? new DashboardForm(fields, [], []) : null;
        }

        if (boundary.Length is 0 or > LongestBoundary)
            throw new BadHttpRequestException("The form's boundary is none.", StatusCodes.Status400BadRequest);
        if (request.ContentLength > mostBytes + mostFileBytes)
            throw TooLong();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mostBytes + mostFileBytes;
        var streams = new List<Stream>();
        try
        {
            return await ReadAsync(context, session, boundary, mostBytes, mostFileBytes, streams).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (Stream stream in streams)
                await stream.DisposeAsync().ConfigureAwait(false);
            if (exception is InvalidDataException or (IOException and not BadHttpRequestException))
                throw new BadHttpRequestException("The form cannot be read.", StatusCodes.Status400BadRequest, exception);
            throw;
        }
    }

    private static async Task<DashboardForm?> ReadAsync(HttpContext context, string? session, string boundary, int mostBytes, long mostFileBytes, List<Stream> streams)
    {
        CancellationToken aborted = context.RequestAborted;
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        var files = new List<DashboardFile>();
        var reader = new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 8 * 1024 };
        byte[] buffer = new byte[ChunkBytes];
        long left = mostBytes;
        long leftOfFiles = mostFileBytes;
        for (int parts = 0; await reader.ReadNextSectionAsync(aborted).ConfigureAwait(false) is { } section; parts++)
        {
            if (parts == MostParts)
                throw TooLong();
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? about) || !about.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
                continue;
            string name = HeaderUtilities.RemoveQuotes(about.Name).ToString();
            if (!about.FileName.HasValue && !about.FileNameStar.HasValue)
            {
                byte[] value = await BoundedBody.ReadAsync(section.Body, left, aborted).ConfigureAwait(false);
                left -= value.Length + name.Length;
                fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), Encoding.UTF8.GetString(value));
                continue;
            }

            if (!FormToken.IsOurs(context, session, fields.GetValueOrDefault(FormToken.Field).ToString()))
                return await EndAsync(streams).ConfigureAwait(false);
#pragma warning disable CA2000 // The form closes it, or who catches what goes wrong.
            var content = new FileBufferingReadStream(section.Body, InMemory, null, Path.GetTempPath());
#pragma warning restore CA2000
            streams.Add(content);
            while (await content.ReadAsync(buffer, aborted).ConfigureAwait(false) > 0)
            {
                if (content.Length > leftOfFiles)
                    throw TooLong();
            }

            leftOfFiles -= content.Length;
            string file = NameOf(about);
            if (file.Length > 0 || content.Length > 0)
                files.Add(new DashboardFile(name, file, content));
        }

        return FormToken.IsOurs(context, session, fields.GetValueOrDefault(FormToken.Field).ToString()) ? new DashboardForm(fields, files, streams) : await EndAsync(streams).ConfigureAwait(false);
    }

    private static async Task<DashboardForm?> EndAsync(List<Stream> streams)
    {
        foreach (Stream stream in streams)
            await stream.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private static string NameOf(ContentDispositionHeaderValue about)
    {
        string given = HeaderUtilities.RemoveQuotes(about.FileNameStar.HasValue ? about.FileNameStar : about.FileName).ToString();
        string last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        return new string([.. last.Where(static c => !char.IsControl(c)).Take(LongestName)]);
    }

    private static BadHttpRequestException TooLong() => new("The form is longer than is taken.", StatusCodes.Status413PayloadTooLarge);
}
