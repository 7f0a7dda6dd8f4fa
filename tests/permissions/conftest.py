"""Le monde des essais de cloisonnement : deux communes complètes et le CDG."""

from tests.cloisonnement.conftest import monde
from tests.cloisonnement.pages import complet

__all__ = ["complet", "monde"]
