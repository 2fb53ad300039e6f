package worldmesh.world.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/**
 * A player's word that it wished a command: its signature of all commands of one turn, and the way from this one to
 * what was signed. It stands by itself, whoever passes the command on and whatever became of the others.
 *
 * @param key the player's
 * @param worldMillis when it was signed
 * @param index which command of the turn it is for
 * @param count the commands of the turn
 * @param path the hashes beside the way from the command to the root over the turn, lowest first
 * @param signature the player's, of the world, the time, the count and the root
 */
public record CommandSeal(PublicKey key, long worldMillis, int index, int count, List<Hash> path, Signature signature) {
    /** Commands under one signature. A path of six hashes; one more would save a hundredth of a signature each. */
    public static final int COMMANDS_MAX = 64;

    private static final byte[] DOMAIN = "worldmesh/commands/1".getBytes(StandardCharsets.US_ASCII);

    /** Copies the path and refuses one that leads nowhere. */
    public CommandSeal {
        path = List.copyOf(path);
        boolean placed = count >= 1 && count <= COMMANDS_MAX && index >= 0 && index < count;
        if (!placed || path.size() != MerkleTree.pathLength(index, count)) {
            throw new IllegalArgumentException(
                    "command " + index + " of a turn of " + count + " has no path of " + path.size() + " hashes");
        }
    }

    /** Seals commands of the signer's own, in turns of {@link #COMMANDS_MAX}; answers them in the same order. */
    public static List<CommandEnvelope> seal(
            List<CommandEnvelope> commands, WorldId world, long worldMillis, Signer signer) {
        List<CommandEnvelope> sealed = new ArrayList<>(commands.size());
        for (int from = 0; from < commands.size(); from += COMMANDS_MAX) {
            List<CommandEnvelope> turn = commands.subList(from, Math.min(commands.size(), from + COMMANDS_MAX));
            MerkleTree tree =
                    MerkleTree.of(turn.stream().map(CommandEnvelope::body).toList());
            byte[] signed = signedBytes(world, worldMillis, turn.size(), tree.root());
            Signature signature = new Signature(signer.sign(signed));
            for (int i = 0; i < turn.size(); i++) {
                sealed.add(turn.get(i)
                        .with(new CommandSeal(
                                signer.publicKey(), worldMillis, i, turn.size(), tree.path(i), signature)));
            }
        }
        return sealed;
    }

    private static byte[] signedBytes(WorldId world, long worldMillis, int count, Hash root) {
        ByteWriter out = new ByteWriter(128).block(DOMAIN);
        world.encode(out);
        return out.i64(worldMillis).varint(count).bytes(root.bytes()).toBytes();
    }

    /** What was signed, if it was a turn with this command in its place. */
    byte[] signedBytes(CommandEnvelope command, WorldId world) {
        Hash root = MerkleTree.rootOf(MerkleTree.leaf(command.body()), index, count, path);
        return signedBytes(world, worldMillis, count, root);
    }

    /** True if the key signed this command for this world; whose key it is says the command. */
    public boolean holds(CommandEnvelope command, WorldId world, SignatureVerifier verifier) {
        return verifier.verify(key, signedBytes(command, world), signature.bytes());
    }

    /** Writes everything but the key, which stands in place of the command's player. */
    void encode(ByteWriter out) {
        out.i64(worldMillis).varint(count).varint(index);
        path.forEach(hash -> out.bytes(hash.bytes()));
        out.bytes(signature.bytes());
    }

    /** Reads what {@link #encode} wrote; a malformed seal fails the reader and is one of zeros. */
    static CommandSeal decode(PublicKey key, ByteReader in) {
        long worldMillis = in.i64();
        int count = in.count(COMMANDS_MAX);
        int index = in.count(COMMANDS_MAX);
        if (index >= count) {
            in.fail();
            count = 1;
            index = 0;
        }
        Hash[] path = new Hash[MerkleTree.pathLength(index, count)];
        for (int i = 0; i < path.length; i++) {
            path[i] = WireIds.hash(in);
        }
        return new CommandSeal(key, worldMillis, index, count, Arrays.asList(path), Signature.decode(in));
    }
}
