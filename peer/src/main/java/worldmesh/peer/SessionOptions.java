package worldmesh.peer;

import java.net.InetSocketAddress;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.discovery.DiscoverySettings;
import worldmesh.mesh.group.GroupSettings;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.lan.LanSettings;
import worldmesh.peer.core.Attention;
import worldmesh.peer.core.SessionSettings;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;

/**
 * How a session meets the network.
 *
 * @param listen the UDP address; port 0 takes any free one
 * @param announce true to announce a hosted world on the local network
 * @param membership who may join a world that is founded now
 * @param session the tunables of the session
 * @param mesh the tunables of links
 * @param ice how ways through NATs are looked for
 * @param lan where announcements go
 * @param hosting whether the party holds the authority of a world that is founded now, or its founder alone
 * @param party the tunables of the party's membership
 * @param discovery by which ways a party is looked for
 * @param assets where shared files go
 */
public record SessionOptions(
        InetSocketAddress listen,
        boolean announce,
        Membership membership,
        SessionSettings session,
        MeshSettings mesh,
        IceSettings ice,
        LanSettings lan,
        Hosting hosting,
        GroupSettings party,
        DiscoverySettings discovery,
        AssetOptions assets) {
    /** Any free port, announced, open to all: a LAN party among friends. */
    public static SessionOptions defaults() {
        return new SessionOptions(
                new InetSocketAddress(0),
                true,
                Membership.OPEN,
                SessionSettings.defaults(),
                MeshSettings.defaults(),
                IceSettings.defaults(),
                LanSettings.defaults(),
                Hosting.PARTY,
                GroupSettings.defaults(),
                DiscoverySettings.DEFAULTS,
                AssetOptions.defaults());
    }

    /** True if this peer has no part in a party's authority: its worlds are its own, or it has too little to give. */
    boolean isAlone() {
        return hosting == Hosting.HOSTED || session.attention() != Attention.FULL;
    }

    /** These options with a fixed UDP port, which a host needs that is to be found again after a restart. */
    public SessionOptions port(int port) {
        return listen(new InetSocketAddress(listen.getAddress(), port));
    }

    /** These options with another address to listen at. */
    public SessionOptions listen(InetSocketAddress address) {
        return new SessionOptions(
                address, announce, membership, session, mesh, ice, lan, hosting, party, discovery, assets);
    }

    /** These options without announcements. */
    public SessionOptions quiet() {
        return new SessionOptions(
                listen, false, membership, session, mesh, ice, lan, hosting, party, discovery, assets);
    }

    /** These options for a world that only invited players join. */
    public SessionOptions byInvitation() {
        return new SessionOptions(
                listen, announce, Membership.INVITE, session, mesh, ice, lan, hosting, party, discovery, assets);
    }

    /** These options with other tunables of the session. */
    public SessionOptions session(SessionSettings settings) {
        return new SessionOptions(
                listen, announce, membership, settings, mesh, ice, lan, hosting, party, discovery, assets);
    }

    /** These options with commands shown so many updates after they were submitted; 0, the default, is at once. */
    public SessionOptions inputDelay(int ticks) {
        return session(session.withInputDelay(ticks));
    }

    /** These options with other tunables of links. */
    public SessionOptions mesh(MeshSettings settings) {
        return new SessionOptions(
                listen, announce, membership, session, settings, ice, lan, hosting, party, discovery, assets);
    }

    /** These options with another way to look for ways through NATs. */
    public SessionOptions ice(IceSettings settings) {
        return new SessionOptions(
                listen, announce, membership, session, mesh, settings, lan, hosting, party, discovery, assets);
    }

    /** These options with another place for announcements. */
    public SessionOptions lan(LanSettings settings) {
        return new SessionOptions(
                listen, announce, membership, session, mesh, ice, settings, hosting, party, discovery, assets);
    }

    /** These options for a world whose authority is the founder's alone: no party forms around it. */
    public SessionOptions hosted() {
        return new SessionOptions(
                listen, announce, membership, session, mesh, ice, lan, Hosting.HOSTED, party, discovery, assets);
    }

    /** These options with other tunables of the party's membership. */
    public SessionOptions party(GroupSettings settings) {
        return new SessionOptions(
                listen, announce, membership, session, mesh, ice, lan, hosting, settings, discovery, assets);
    }

    /** These options with other ways to look for a party. */
    public SessionOptions discovery(DiscoverySettings settings) {
        return new SessionOptions(
                listen, announce, membership, session, mesh, ice, lan, hosting, party, settings, assets);
    }

    /** These options with other places and bounds for shared files. */
    public SessionOptions assets(AssetOptions options) {
        return new SessionOptions(
                listen, announce, membership, session, mesh, ice, lan, hosting, party, discovery, options);
    }
}
