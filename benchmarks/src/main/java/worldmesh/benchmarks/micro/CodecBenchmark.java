package worldmesh.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.transport.Pace;
import worldmesh.mesh.transport.RelayFrame;
import worldmesh.mesh.transport.Transport;
import worldmesh.mesh.transport.TransportEvents;
import worldmesh.mesh.wire.RecordHeader;

/** What a message costs between the lanes and the record: framing on one side, taking apart on the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark implements TransportEvents {
    private static final Pace OPEN = new Pace(10_000_000_000L, 16 << 20);

    private final byte[] message = new byte[64];
    private final byte[] record = new byte[2_048];
    private final byte[] content = new byte[2_048];
    private final ReplayWindow senderWindow = new ReplayWindow();
    private final ReplayWindow receiverWindow = new ReplayWindow();
    private final Transport sender = new Transport(senderWindow, OPEN, 0);
    private final Transport receiver = new Transport(receiverWindow, OPEN, 0);
    private long counter;
    private long now;
    private int delivered;

    /** Sixteen poses in one record, there. */
    @Benchmark
    public int sixteenStateMessages() {
        now += 1_000_000;
        for (int i = 0; i < 16; i++) {
            sender.send(Lane.STATE, i, message, now);
        }
        sender.flush(now);
        int end = sender.fill(record, counter, now);
        int length = end - RecordHeader.BYTES;
        System.arraycopy(record, RecordHeader.BYTES, content, 0, length);
        receiverWindow.mark(counter);
        receiver.receive(content, length, counter++, now, this);
        return delivered;
    }

    @Override
    public void message(Lane lane, int stream, byte[] arrived) {
        delivered += arrived.length;
    }

    @Override
    public void message(Lane lane, int stream, byte[] inRecord, int offset, int length) {
        delivered += length;
    }

    @Override
    public void pathChallenge(long token, boolean needed) {
        delivered++;
    }

    @Override
    public void pathResponse(long token) {
        delivered++;
    }

    @Override
    public void relayed(RelayFrame frame) {
        throw new IllegalStateException("nobody relays here");
    }

    @Override
    public boolean rests(int word) {
        return true;
    }

    @Override
    public void closed(int reason) {
        delivered++;
    }
}
