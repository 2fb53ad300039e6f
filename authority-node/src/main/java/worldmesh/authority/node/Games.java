package worldmesh.authority.node;

import java.util.List;
import java.util.ServiceLoader;
import worldmesh.runtime.config.ConfigException;

/** Finds the game that a configuration names. Stateless. */
final class Games {
    private Games() {}

    static Game find(String name) {
        List<Game> games = ServiceLoader.load(Game.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<Game> named = games.stream()
                .filter(game -> name.isEmpty() || game.name().equals(name))
                .toList();
        if (named.size() != 1) {
            throw new ConfigException("node.game is \"" + name + "\", must name one of "
                    + games.stream().map(Game::name).sorted().toList()
                    + "; put the game's jar on the class path if it is missing");
        }
        return named.get(0);
    }
}
