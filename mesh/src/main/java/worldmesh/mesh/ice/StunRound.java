package worldmesh.mesh.ice;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.StunPacket.Transaction;

/**
 * Questions to STUN servers, all at once, each up to three times. What answers must know the transaction, and come from
 * where it was asked, or from the server's other address if that was the question. Confined to its owner.
 */
final class StunRound {
    /** Answered from another address and another port. */
    static final int OTHER_ADDRESS_AND_PORT = 6;

    /** Answered from another port. */
    static final int OTHER_PORT = 2;

    /** Between the times a question is asked. */
    static final long AGAIN_NANOS = 250_000_000L;

    /** What has not answered by then does not: a question more costs nobody anything, a wrong finding does. */
    static final long DEADLINE_NANOS = 1_250_000_000L;

    private static final int TIMES = 3;

    private final Map<Question, Asked> questions = new LinkedHashMap<>();
    private final Map<Transaction, Asked> byTransaction = new LinkedHashMap<>();
    private final long begun;

    /**
     * A question.
     *
     * @param change where the answer is to come from, one of the constants here; 0 for where it was asked
     * @param bytes the size of the datagram, a multiple of four; 0 for the smallest that all servers answer
     */
    record Question(InetSocketAddress server, int change, int bytes) {
        static Question plain(InetSocketAddress server) {
            return new Question(server, 0, 0);
        }
    }

    /** What came back: where this side was seen, the server's other address, how long it took. */
    record Answer(InetSocketAddress mapped, @Nullable InetSocketAddress other, long rttNanos) {}

    private static final class Asked {
        final Question question;
        final byte[] request;
        int times;
        long askedAt;

        @Nullable Answer answer;

        Asked(Question question, byte[] request) {
            this.question = question;
            this.request = request;
        }
    }

    StunRound(List<Question> all, RandomGenerator random, long now) {
        this.begun = now;
        for (Question question : all) {
            Transaction transaction = new Transaction(random.nextLong(), random.nextInt());
            Asked asked = new Asked(question, request(question, transaction));
            questions.put(question, asked);
            byTransaction.put(transaction, asked);
        }
    }

    private static byte[] request(Question question, Transaction transaction) {
        if (question.change != 0) {
            return StunPacket.changeRequest(transaction, question.change);
        }
        // Our own servers say nothing to what is shorter than their answer.
        return StunPacket.filledRequest(transaction, question.bytes == 0 ? StunAnswer.MAX_BYTES : question.bytes);
    }

    /** Sends what is due. */
    void send(long now, BiConsumer<InetSocketAddress, byte[]> out) {
        for (Asked asked : questions.values()) {
            boolean due = asked.times == 0 || now - asked.askedAt >= AGAIN_NANOS;
            if (asked.answer == null && asked.times < TIMES && due) {
                asked.times++;
                asked.askedAt = now;
                out.accept(asked.question.server, asked.request);
            }
        }
    }

    /** Takes what came; anything may. */
    void take(InetSocketAddress from, byte[] data, int length, long now) {
        StunPacket packet = StunPacket.read(data, length);
        Asked asked = packet == null || !packet.response() ? null : byTransaction.get(packet.transaction());
        InetSocketAddress mapped = packet == null ? null : packet.mapped();
        if (asked != null && mapped != null && asked.answer == null && isRight(asked.question, from)) {
            asked.answer = new Answer(mapped, Objects.requireNonNull(packet).other(), now - asked.askedAt);
        }
    }

    private static boolean isRight(Question question, InetSocketAddress from) {
        boolean sameHost = from.getAddress().equals(question.server.getAddress());
        boolean samePort = from.getPort() == question.server.getPort();
        return switch (question.change) {
            case OTHER_ADDRESS_AND_PORT -> !sameHost && !samePort;
            case OTHER_PORT -> sameHost && !samePort;
            default -> sameHost && samePort;
        };
    }

    /** True when all have answered, or their time is over. */
    boolean isOver(long now) {
        return now - begun >= DEADLINE_NANOS || questions.values().stream().allMatch(asked -> asked.answer != null);
    }

    /** What came back; null if nothing did. */
    @Nullable Answer answer(Question question) {
        Asked asked = questions.get(question);
        return asked == null ? null : asked.answer;
    }
}
