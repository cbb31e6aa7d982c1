using System.Collections.Frozen;
using System.Text.Json;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Amqp;
using IntelMQ.Replay.Outside.Files;
using IntelMQ.Replay.Outside.Http;
using IntelMQ.Replay.Outside.Imap;
using IntelMQ.Replay.Outside.Kafka;
using IntelMQ.Replay.Outside.Mongo;
using IntelMQ.Replay.Outside.Net;
using IntelMQ.Replay.Outside.Push;
using IntelMQ.Replay.Outside.Redis;
using IntelMQ.Replay.Outside.Smtp;
using IntelMQ.Replay.Outside.Sql;
using IntelMQ.Replay.Outside.Stomp;
using IntelMQ.Replay.Outside.Tls;

namespace IntelMQ.Replay.Outside;

/// <summary>Which world belongs to which bot.</summary>
internal static class OutsideKinds
{
    private static readonly FrozenDictionary<string, Func<ObservedCase, TlsPair, IOutside>> ByBot = new Dictionary<string, Func<ObservedCase, TlsPair, IOutside>>
    {
        ["intelmq.bots.outputs.amqptopic.output"] = static (question, _) => new AmqpOutside(question),
        ["intelmq.bots.outputs.blackhole.output"] = static (_, _) => new NoOutside(),
        ["intelmq.bots.outputs.bro_file.output"] = static (question, _) => new WorkFolder(question),
        ["intelmq.bots.outputs.cif3.output"] = static (_, _) => new CifOutside(),
        ["intelmq.bots.outputs.elasticsearch.output"] = static (question, _) => new ElasticsearchOutside(question),
        ["intelmq.bots.outputs.file.output"] = static (question, _) => new WorkFolder(question),
        ["intelmq.bots.outputs.files.output"] = static (question, _) => new FilesFolder(question),
        ["intelmq.bots.outputs.mcafee.output_esm_ip"] = static (question, _) => new EsmOutside(question),
        ["intelmq.bots.outputs.misp.output_api"] = static (question, _) => new MispOutside(question),
        ["intelmq.bots.outputs.misp.output_feed"] = static (question, _) => new MispFeedFolder(question),
        ["intelmq.bots.outputs.mongodb.output"] = static (question, _) => new MongoOutside(question),
        ["intelmq.bots.outputs.redis.output"] = static (question, _) => new RedisOutside(question, RedisForm.Lists),
        ["intelmq.bots.outputs.restapi.output"] = static (question, tls) => Http(question, tls, HttpAnswer.Json("{}")),
        ["intelmq.bots.outputs.rpz_file.output"] = static (question, _) => new WorkFolder(question),
        ["intelmq.bots.outputs.rt.output"] = static (question, _) => new RtOutside(question),
        ["intelmq.bots.outputs.smtp.output"] = static (question, tls) => new SmtpOutside(question, tls),
        ["intelmq.bots.outputs.smtp_batch.output"] = static (question, tls)
            => new Many(new WorkFolder(question), new SmtpOutside(question, tls), new RedisOutside(question, RedisForm.Cache)),
        ["intelmq.bots.outputs.sql.output"] = static (question, _)
            => string.Equals(question.Parameter("engine"), "postgresql", StringComparison.OrdinalIgnoreCase) ? new PostgreSqlOutside() : new SqliteOutside(question),
        ["intelmq.bots.outputs.stomp.output"] = static (question, tls) => new StompOutside(question, tls),
        ["intelmq.bots.outputs.tcp.output"] = static (question, _) => new TcpSink(question),
        ["intelmq.bots.outputs.templated_smtp.output"] = static (question, tls) => new SmtpOutside(question, tls),
        ["intelmq.bots.outputs.touch.output"] = static (question, _) => new TouchedFile(question),
        ["intelmq.bots.outputs.udp.output"] = static (_, _) => new UdpSink(),
        ["intelmq.bots.collectors.amqp.collector_amqp"] = static (question, _) => new AmqpOutside(question),
        ["intelmq.bots.collectors.file.collector_file"] = static (question, _) => new CollectedFolder(question),
        ["intelmq.bots.collectors.kafka.collector"] = static (question, _) => new KafkaOutside(question),
        ["intelmq.bots.collectors.mail.collector_mail_attach"] = static (question, _) => new ImapOutside(question),
        ["intelmq.bots.collectors.mail.collector_mail_body"] = static (question, _) => new ImapOutside(question),
        ["intelmq.bots.collectors.mail.collector_mail_url"] = static (question, tls)
            => new Many(new ImapOutside(question), Http(question, tls, new HttpAnswer { Status = 404 })),
        ["intelmq.bots.collectors.microsoft.collector_azure"] = static (question, _) => new Many(new BlobOutside(question), new RedisOutside(question, RedisForm.Cache)),
        ["intelmq.bots.collectors.microsoft.collector_interflow"] = static (question, _) => new Many(new InterflowOutside(question), new RedisOutside(question, RedisForm.Cache)),
        ["intelmq.bots.collectors.shadowserver.collector_reports_api"] = static (question, tls) => WithCache(question, tls),
        ["intelmq.bots.collectors.alienvault_otx.collector"] = static (question, _) => new OtxOutside(question),
        ["intelmq.bots.collectors.api.collector_api"] = static (question, _) => new PushSender(question),
        ["intelmq.bots.collectors.blueliv.collector_crimeserver"] = static (question, _) => new BluelivOutside(question),
        ["intelmq.bots.collectors.calidog.collector_certstream"] = static (question, _) => new CertstreamOutside(question),
        ["intelmq.bots.collectors.eset.collector"] = static (question, _) => new TaxiiOutside(question),
        ["intelmq.bots.collectors.http.collector_http_stream"] = static (question, tls) => new OneConnection(Http(question, tls, new HttpAnswer { Status = 404 })),
        ["intelmq.bots.collectors.misp.collector"] = static (question, _) => new MispEvents(question),
        ["intelmq.bots.collectors.rsync.collector_rsync"] = static (question, _) => new RsyncFolder(question),
        ["intelmq.bots.collectors.rt.collector_rt"] = static (question, _) => new RtTickets(question),
        ["intelmq.bots.collectors.shodan.collector_stream"] = static (question, _) => new OneConnection(new LinesOutside(question)),
        ["intelmq.bots.collectors.tcp.collector"] = static (question, _) => new TcpFeeder(question),
        ["intelmq.bots.collectors.stomp.collector"] = static (question, tls) => new StompOutside(question, tls),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The world of a case. Collectors that have none of their own meet an HTTP server.</summary>
    public static IOutside Of(ObservedCase question, TlsPair tls)
    {
        if (ByBot.TryGetValue(question.Bot, out Func<ObservedCase, TlsPair, IOutside>? create))
            return create(question, tls);
        return question.Bot.StartsWith("intelmq.bots.collectors.", StringComparison.Ordinal)
            ? Http(question, tls, new HttpAnswer { Status = 404 })
            : throw new NotSupportedException($"There is no outside for {question.Bot} yet.");
    }

    private static Many WithCache(ObservedCase question, TlsPair tls)
        => new(Http(question, tls, new HttpAnswer { Status = 404 }), new RedisOutside(question, RedisForm.Cache));

    private static HttpOutside Http(ObservedCase question, TlsPair tls, HttpAnswer otherwise)
    {
        bool isSecure = question.Parameters.EnumerateObject().Any(static parameter
            => parameter.Value.ValueKind == JsonValueKind.String && parameter.Value.GetString()!.StartsWith("https://@HOST@", StringComparison.Ordinal));
        return new HttpOutside(new CaseAnswers(question.Outside, otherwise).Of, isSecure ? tls : null);
    }
}
