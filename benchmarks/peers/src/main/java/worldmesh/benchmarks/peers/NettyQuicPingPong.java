package worldmesh.benchmarks.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import worldmesh.benchmarks.bounce.Bouncer;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.runtime.time.SystemClock;

/** Datagrams of QUIC (RFC 9221) by Netty over its native quiche, handled on its event loops. */
final class NettyQuicPingPong implements PingPong {
    private static final String PROTOCOL = "bounce";
    private static final int QUEUED_DATAGRAMS = 1_024;
    private static final long IDLE_SECONDS = 600;
    private static final long STREAM_BYTES = 1 << 20;

    private final MultiThreadIoEventLoopGroup loops;
    private final Channel channel;
    private final Bouncer bouncer;

    private NettyQuicPingPong(MultiThreadIoEventLoopGroup loops, Channel channel, Bouncer bouncer) {
        this.loops = loops;
        this.channel = channel;
        this.bouncer = bouncer;
    }

    static NettyQuicPingPong open(String host) throws Exception {
        Quic.ensureAvailability(); // says why there is no native library
        SelfSigned identity = SelfSigned.of(host);
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        InetSocketAddress any = new InetSocketAddress(host, 0);
        SocketAddress server = udp(loops, any, server(identity)).localAddress();
        Channel udp = udp(loops, any, client(identity));
        Pinging pinging = new Pinging();
        Future<QuicChannel> connecting = QuicChannel.newBootstrap(udp)
                .handler(pinging)
                .streamHandler(new ChannelInboundHandlerAdapter())
                .remoteAddress(server)
                .connect();
        pinging.channel = connecting.sync().getNow();
        return new NettyQuicPingPong(loops, pinging.channel, pinging.bouncer);
    }

    private static Channel udp(MultiThreadIoEventLoopGroup loops, InetSocketAddress at, ChannelHandler codec)
            throws InterruptedException {
        return new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .handler(codec)
                .bind(at)
                .sync()
                .channel();
    }

    private static ChannelHandler server(SelfSigned identity) {
        QuicSslContext context = QuicSslContextBuilder.forServer(identity.key(), null, identity.certificate())
                .applicationProtocols(PROTOCOL)
                .build();
        return limits(new QuicServerCodecBuilder(), context)
                .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
                .handler(new Echoing())
                .streamHandler(new ChannelInboundHandlerAdapter())
                .build();
    }

    private static ChannelHandler client(SelfSigned identity) {
        QuicSslContext context = QuicSslContextBuilder.forClient()
                .trustManager(identity.certificate())
                .endpointIdentificationAlgorithm(null) // the channel is opened by an address without a name
                .applicationProtocols(PROTOCOL)
                .build();
        return limits(new QuicClientCodecBuilder(), context).build();
    }

    private static <B extends QuicCodecBuilder<B>> B limits(B codec, QuicSslContext context) {
        return codec.sslContext(context)
                .maxIdleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                .initialMaxData(STREAM_BYTES)
                .datagram(QUEUED_DATAGRAMS, QUEUED_DATAGRAMS);
    }

    @Override
    public Samples round(long nanos) {
        return bouncer.round(nanos);
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** The far end. */
    private static final class Echoing extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelFuture unused = context.channel().writeAndFlush(message);
        }
    }

    /** The near end. */
    private static final class Pinging extends ChannelInboundHandlerAdapter {
        private final byte[] payload = new byte[PAYLOAD_BYTES];
        private final Bouncer bouncer = new Bouncer(SystemClock.INSTANCE, this::ping);
        private volatile @Nullable Channel channel;

        private void ping() {
            Channel to = Objects.requireNonNull(channel);
            ByteBuf buffer = to.alloc().directBuffer(PAYLOAD_BYTES).writeBytes(payload);
            ChannelFuture unused = to.writeAndFlush(buffer);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            bouncer.onPong();
        }
    }
}
