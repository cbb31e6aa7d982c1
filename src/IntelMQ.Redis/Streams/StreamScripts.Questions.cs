using IntelMQ.Redis.Server;

namespace IntelMQ.Redis.Streams;

// What may be asked of a queue beside its messages.
internal static partial class StreamScripts
{
    /// <summary>
    /// database, prefix of the streams; then the parts: how many messages nobody has read, how many are pending, and when the oldest of them
    /// all was written.
    /// </summary>
    public static RedisScript Count { get; } = new(Helpers + """
        redis.call('SELECT', arg())
        local streams, unread, pending, oldest = arg(), 0, 0, false
        while at < #ARGV do
          local key = streams .. arg()
          local group = redis.call('EXISTS', key) == 1 and own(key)
          if group then
            pending = pending + group['pending']
            local waiting = group['lag']
            if type(waiting) ~= 'number' then waiting = #redis.call('XRANGE', key, '(' .. group['last-delivered-id'], '+') end
            unread = unread + waiting
            local first
            if group['pending'] > 0 then
              first = redis.call('XPENDING', key, 'intelmq')[2]
            elseif waiting > 0 then
              first = redis.call('XRANGE', key, '(' .. group['last-delivered-id'], '+', 'COUNT', 1)[1][1]
            end
            if first and (not oldest or before(first, oldest)) then oldest = first end
          end
        end
        return {unread, pending, oldest}
        """);

    /// <summary>database, prefix of the streams, most; then the parts: messages that nobody has read.</summary>
    public static RedisScript Peek { get; } = new(Helpers + """
        redis.call('SELECT', arg())
        local streams, most, list = arg(), tonumber(arg()), {}
        while at < #ARGV and #list < most do
          local key = streams .. arg()
          local group = redis.call('EXISTS', key) == 1 and own(key)
          if group then
            for _, entry in ipairs(redis.call('XRANGE', key, '(' .. group['last-delivered-id'], '+', 'COUNT', most - #list)) do
              local message, envelope = '', ''
              for i = 1, #entry[2], 2 do
                if entry[2][i] == 'm' then message = entry[2][i + 1] elseif entry[2][i] == 'e' then envelope = entry[2][i + 1] end
              end
              list[#list + 1] = {entry[1], message, envelope}
            end
          end
        end
        return list
        """);

    /// <summary>
    /// database, prefix of the streams, hash of the leases; then of each part its number, its fencing number, the number of ids and the ids of
    /// messages that wait in the process that asks: removes them and what nobody has read. Answers with how many, of each part.
    /// </summary>
    public static RedisScript Clear { get; } = new(Helpers + """
        redis.call('SELECT', arg())
        local streams, leases, removed = arg(), arg(), 0
        while at < #ARGV do
          local part, fence, ids = arg(), arg(), tonumber(arg())
          local key = streams .. part
          local group = redis.call('EXISTS', key) == 1 and own(key)
          if ids > 0 then
            if group and redis.call('HGET', leases, part) == fence then
              removed = removed + redis.call('XACK', key, 'intelmq', unpack(ARGV, at + 1, at + ids))
            end
            at = at + ids
          end
          if group then
            removed = removed + #redis.call('XRANGE', key, '(' .. group['last-delivered-id'], '+')
            redis.call('XGROUP', 'SETID', key, 'intelmq', '$')
            trim(key)
          end
        end
        return removed
        """);
}
