package worldmesh.peer.event;

import worldmesh.peer.asset.AssetView;

/** A shared file got further: it is offered, begun, here, or failed; {@code asset} says which. */
public record AssetEvent(AssetView asset, Origin origin, long worldMillis) implements SystemMessage {}
