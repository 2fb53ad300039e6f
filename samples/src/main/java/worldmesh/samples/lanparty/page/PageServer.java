package worldmesh.samples.lanparty.page;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.loop.BoundedInbox;
import worldmesh.samples.lanparty.action.ActionParser;

/**
 * Serves the page of one peer. Jetty's threads only fill a bounded inbox; {@link #pump} empties it on the game's
 * thread.
 */
public final class PageServer implements AutoCloseable {
    /** Lines that wait for the game's thread: a second of ten pages that send a hundred lines each. */
    private static final int INBOX = 1024;

    /** Enough for a handful of pages; Jetty itself needs five. */
    private static final int THREADS_MAX = 16;

    /** A page sends an acknowledgement twenty times a second; one that is silent for so long is gone. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    /** RFC 6455 §7.4.1 and its registry: the server cannot take one more now. */
    private static final int TRY_AGAIN_LATER = 1013;

    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    private static final String ACK = "ack ";

    private final BoundedInbox<PageEvent> inbox = new BoundedInbox<>(INBOX);
    private final Map<String, Viewer> viewers = new ConcurrentHashMap<>();
    private final Pages pages = new Pages();
    private final DropFolder drops;
    private final Javalin server;
    private final String host;
    private volatile @Nullable PageGuard guard;

    private PageServer(InetSocketAddress bind, DropFolder drops) {
        this.host = bind.getHostString();
        this.drops = drops;
        this.server = Javalin.create(this::configure);
    }

    /** Starts to serve at {@code bind}, where port 0 takes a free one; what is dropped goes into {@code drops}. */
    public static PageServer start(InetSocketAddress bind, DropFolder drops) {
        requireFree(bind);
        PageServer page = new PageServer(bind, drops);
        try {
            page.server.start(page.host, bind.getPort());
        } catch (JavalinBindException e) {
            page.server.stop();
            throw new PageUnavailableException(bind, e);
        }
        page.guard = new PageGuard(page.host, page.server.port());
        return page;
    }

    // A look before the server starts, which would log a page of its own about it.
    private static void requireFree(InetSocketAddress bind) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(bind);
        } catch (IOException e) {
            throw new PageUnavailableException(bind, e);
        }
    }

    /** Where a browser finds it. */
    public String url() {
        boolean loopback = host.equals("127.0.0.1") || host.equals("::1");
        return "http://" + (loopback ? "localhost" : host) + ":" + server.port();
    }

    /** What the pages are told; on the game's thread. */
    public Pages pages() {
        return pages;
    }

    /** Where what is dropped onto the pages goes. */
    public DropFolder drops() {
        return drops;
    }

    /** Takes what the pages sent: on the game's thread, {@code lines} gets each line and {@code files} each file. */
    public void pump(Supplier<FrameLines.Hello> hello, Consumer<String> lines, Consumer<Path> files) {
        PageEvent.Hearer hearer = new PageEvent.Hearer(hello, lines, files);
        inbox.drain(event -> event.happen(pages, hearer), INBOX);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(THREADS_MAX, 2);
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxTextMessageSize(4L * ActionParser.LINE_MAX);
            factory.setMaxBinaryMessageSize(1);
            factory.setIdleTimeout(SILENCE_MAX);
        });
        config.staticFiles.add(files -> {
            files.directory = "/web";
            files.location = Location.CLASSPATH;
            files.headers = PageGuard.HEADERS;
        });
        config.routes.before(context -> {
            PageGuard.HEADERS.forEach(context::header);
            require(allowed().allowsHost(context.header("Host")), "this page answers to localhost only");
            // A form of another site would be sent with its origin; whoever only reads changes nothing.
            require(
                    READING.contains(context.method()) || allowed().allowsOrigin(context.header("Origin")),
                    "only this page itself may send files");
        });
        config.routes.wsBeforeUpgrade(context -> {
            require(allowed().allowsHost(context.header("Host")), "this page answers to localhost only");
            require(allowed().allowsOrigin(context.header("Origin")), "only this page itself may connect");
        });
        config.routes.ws("/play", this::socket);
        config.routes.post("/drop/look", context -> answer(context, drops.look(length(context.queryParam("size")))));
        config.routes.post("/drop", this::drop);
    }

    private PageGuard allowed() {
        PageGuard known = guard;
        if (known == null) {
            throw new ForbiddenResponse("the page is still starting");
        }
        return known;
    }

    /** A file, as the body: read as it comes, so that its size is no matter of memory. Jetty ends a silent one. */
    private void drop(Context context) {
        String name = context.queryParam("name");
        long size = length(context.header("Content-Length"));
        DropFolder.Answer answer = name == null
                ? DropFolder.Answer.refused(400, "the file has no name; send it as /drop?name=NAME")
                : drops.take(name, size, context.bodyInputStream());
        Path file = answer.file();
        if (file != null && !inbox.offer(PageEvent.dropped(file))) {
            drops.forget(file);
            answer = DropFolder.Answer.refused(503, "too busy, drop the file again");
        }
        answer(context, answer);
    }

    private static void answer(Context context, DropFolder.Answer answer) {
        context.status(answer.status()).result(answer.words());
    }

    private static long length(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            // No number: the length was not said.
            return -1;
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ForbiddenResponse(otherwise);
        }
    }

    private void socket(WsConfig ws) {
        ws.onConnect(context -> {
            Viewer viewer = new Viewer(
                    text -> sendIfOpen(context, text),
                    () -> context.closeSession(TRY_AGAIN_LATER, "nobody reads this page"));
            viewers.put(context.sessionId(), viewer);
            if (!inbox.offer(PageEvent.opened(viewer))) {
                context.closeSession(TRY_AGAIN_LATER, "too busy, try again");
            }
        });
        ws.onMessage(context -> {
            Viewer viewer = viewers.get(context.sessionId());
            if (viewer == null) {
                return;
            }
            String line = context.message();
            if (line.startsWith(ACK)) {
                acknowledge(viewer, line);
            } else {
                // A full inbox drops the line: the person sees that nothing happened, the game lives on.
                inbox.offer(PageEvent.line(line));
            }
        });
        ws.onClose(context -> {
            Viewer viewer = viewers.remove(context.sessionId());
            if (viewer != null) {
                viewer.leave();
            }
        });
    }

    private static void acknowledge(Viewer viewer, String line) {
        try {
            viewer.acknowledge(Long.parseLong(line.substring(ACK.length())));
        } catch (NumberFormatException e) {
            // No number, no acknowledgement: the page that sent it gets no more frames.
            return;
        }
    }

    private static void sendIfOpen(WsContext context, String text) {
        if (context.session.isOpen()) {
            context.send(text);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
