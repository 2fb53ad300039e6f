package worldmesh.peer.core;

import worldmesh.runtime.identity.Signer;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.WorldManifest;

/** Founds the world that a host asks for, or takes up the one of its store. Stateless. */
final class Founding {
    private Founding() {}

    /** Binds an empty store to a new world; refuses the world of another founder who alone may host it. */
    static void found(LocalWorld world, HostRequest request) {
        Signer signer = world.parts().signer();
        if (!world.isKnown()) {
            world.time().settle();
            world.adopt(WorldManifest.found(
                    request.worldName(),
                    request.membership(),
                    request.hosting(),
                    new WorldManifest.Founding(
                            world.worldMillis(),
                            request.nonce(),
                            world.parts().sectors().founding()),
                    signer));
        }
        WorldManifest manifest = world.replica().manifest();
        boolean founder = manifest.trustRoot().equals(signer.publicKey());
        if (!founder && manifest.hosting() == Hosting.HOSTED) {
            throw new IllegalStateException("the world '" + manifest.name() + "' was founded by peer "
                    + manifest.trustRoot().peer().brief() + " and this is "
                    + world.self().brief()
                    + "; only its founder can host it, join it instead");
        }
    }
}
