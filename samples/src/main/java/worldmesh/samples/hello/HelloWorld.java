package worldmesh.samples.hello;

import static java.lang.System.Logger.Level.INFO;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import worldmesh.peer.Session;
import worldmesh.peer.World;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.world.component.Component;
import worldmesh.world.component.Length;

/** Hello, shared world: run {@code host DIR} and, here or elsewhere on the LAN, {@code join OTHER-DIR}. */
public final class HelloWorld {
    /** What everybody shares. */
    @Component("greeting")
    public record Greeting(@Length(max = 200) String text) {}

    public static void main(String[] args) {
        World.Builder builder = World.builder().components(Greeting.class);
        World world = builder.store(Path.of(args[1])).open();
        world.observe(Greeting.class)
                .onAdd((entity, now) -> System.getLogger("hello").log(INFO, now.text()));
        Session session = args[0].equals("host") ? Session.host(world, "hello") : Session.joinLan(world);
        session.on(ConnectedEvent.class, event -> world.spawn(new Greeting("hello from " + args[0])));
        for (; ; LockSupport.parkNanos(20_000_000)) {
            session.update(0.02);
        }
    }
}
