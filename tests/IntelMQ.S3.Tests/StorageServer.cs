using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.S3.Tests;

/// <summary>Answers for one bucket as Amazon documents it: ListObjectsV2 with pages, GET, HEAD, PUT, copy, DELETE, conditions, and errors as XML.</summary>
internal sealed class StorageServer : IAsyncDisposable
{
    public const string Bucket = "feeds";
    public const string AccessKey = "intelmq";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _serving;

    public StorageServer()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}");
        port.Stop();
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>How many objects a page of a list has.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>What is answered in place of the usual: by method and key, a status and a code.</summary>
    public Func<string, string, (int Status, string Code)?> Fault { get; set; } = static (_, _) => null;

    public IReadOnlyDictionary<string, byte[]> Objects => _objects;

    /// <summary>Methods and keys, in the order in which they came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public void Put(string key, byte[] content) => _objects[key] = content;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context.Request, context.Response);
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The client is gone.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        string path = Uri.UnescapeDataString(request.RawUrl!.Split('?')[0]);
        string key = path.StartsWith($"/{Bucket}/", StringComparison.Ordinal) ? path[(Bucket.Length + 2)..] : "";
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        _requests.Enqueue($"{request.HttpMethod} {key}");
        if (Complaint(request, path, body.ToArray()) is { } complaint)
            await ErrorAsync(response, complaint.Status, complaint.Code);
        else if (Fault(request.HttpMethod, key) is { } fault)
            await ErrorAsync(response, fault.Status, fault.Code);
        else if (request.HttpMethod == "GET" && key.Length == 0)
            await XmlAsync(response, List(request));
        else if (request.HttpMethod == "PUT")
            await PutAsync(request, response, key, body.ToArray());
        else if (request.HttpMethod == "DELETE")
            Delete(response, key);
        else if (!_objects.TryGetValue(key, out byte[]? content))
            await ErrorAsync(response, 404, "NoSuchKey");
        else if (request.Headers["If-Match"] is { } tag && tag != TagOf(content))
            await ErrorAsync(response, 412, "PreconditionFailed");
        else
            await SendAsync(response, content, request.HttpMethod == "HEAD");
    }

    // Whether it was there or not.
    private void Delete(HttpListenerResponse response, string key)
    {
        _objects.TryRemove(key, out _);
        response.StatusCode = 204;
    }

    // Signature version 4, with the hash of the body in it.
    private static (int Status, string Code)? Complaint(HttpListenerRequest request, string path, byte[] body)
    {
        if (!path.StartsWith($"/{Bucket}", StringComparison.Ordinal))
            return (404, "NoSuchBucket");
        string authorization = request.Headers["Authorization"] ?? "";
        if (!authorization.StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal) || !authorization.Contains("/eu-test-1/s3/aws4_request", StringComparison.Ordinal) || !authorization.Contains("Signature=", StringComparison.Ordinal))
            return (403, "AccessDenied");
        if (!authorization.Contains($"Credential={AccessKey}/", StringComparison.Ordinal))
            return (403, "InvalidAccessKeyId");
        return request.Headers["x-amz-content-sha256"] == Convert.ToHexStringLower(SHA256.HashData(body)) ? null : (400, "XAmzContentSHA256Mismatch");
    }

    private string List(HttpListenerRequest request)
    {
        string prefix = request.QueryString["prefix"] ?? "";
        string after = request.QueryString["continuation-token"] is { } token ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : "";
        string[] keys = [.. _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0).Order(StringComparer.Ordinal)];
        bool isCut = keys.Length > PageSize;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>{Bucket}</Name><Prefix>{prefix}</Prefix><IsTruncated>{(isCut ? "true" : "false")}</IsTruncated>");
        foreach (string key in keys.Take(PageSize))
            text.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{WebUtility.HtmlEncode(key)}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>{WebUtility.HtmlEncode(TagOf(_objects[key]))}</ETag><Size>{_objects[key].Length}</Size><StorageClass>STANDARD</StorageClass></Contents>");
        if (isCut)
            text.Append(CultureInfo.InvariantCulture, $"<NextContinuationToken>{Convert.ToBase64String(Encoding.UTF8.GetBytes(keys[PageSize - 1]))}</NextContinuationToken>");
        return text.Append("</ListBucketResult>").ToString();
    }

    private async Task PutAsync(HttpListenerRequest request, HttpListenerResponse response, string key, byte[] body)
    {
        if (request.Headers["x-amz-copy-source"] is not { } source)
        {
            _objects[key] = body;
            response.Headers["ETag"] = TagOf(body);
            return;
        }

        string from = Uri.UnescapeDataString(source).TrimStart('/')[(Bucket.Length + 1)..];
        if (!_objects.TryGetValue(from, out byte[]? content))
        {
            await ErrorAsync(response, 404, "NoSuchKey");
        }
        else if (request.Headers["x-amz-copy-source-if-match"] is { } tag && tag != TagOf(content))
        {
            await ErrorAsync(response, 412, "PreconditionFailed");
        }
        else
        {
            _objects[key] = content;
            await XmlAsync(response, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><CopyObjectResult><ETag>{WebUtility.HtmlEncode(TagOf(content))}</ETag></CopyObjectResult>");
        }
    }

    private static async Task SendAsync(HttpListenerResponse response, byte[] content, bool isHead)
    {
        response.Headers["ETag"] = TagOf(content);
        response.ContentLength64 = content.Length;
        if (!isHead)
            await response.OutputStream.WriteAsync(content);
    }

    private static Task ErrorAsync(HttpListenerResponse response, int status, string code)
    {
        response.StatusCode = status;
        return XmlAsync(response, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>No.</Message><RequestId>1</RequestId></Error>");
    }

    private static async Task XmlAsync(HttpListenerResponse response, string xml)
    {
        byte[] text = Encoding.UTF8.GetBytes(xml);
        response.ContentType = "application/xml";
        response.ContentLength64 = text.Length;
        await response.OutputStream.WriteAsync(text);
    }

    // The client checks it.
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The tag of an object that is stored in one piece is its MD5.")]
    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";
}
