package worldmesh.samples.troupe;

import java.util.List;

/** This machine as it is. */
final class Loopback implements Venue {
    @Override
    public List<String> command(int player, List<String> command) {
        return command;
    }

    @Override
    public boolean isLan() {
        return false;
    }

    @Override
    public void split(List<Integer> apart) {
        throw new IllegalStateException("players on loopback cannot be split; ask isLan first");
    }

    @Override
    public void heal() {
        throw new IllegalStateException("players on loopback cannot be split; ask isLan first");
    }

    @Override
    public void plug(int player, boolean plugged) {
        throw new IllegalStateException("players on loopback have no cable; ask isLan first");
    }

    @Override
    public long sentFrames(int player) {
        throw new IllegalStateException("players on loopback share one card; ask isLan first");
    }

    @Override
    public void close() {
        // Nothing was set up.
    }
}
