"""Every table of every room, for migrations and for what looks at the whole database."""

from bouwkringloop.base import mail
from bouwkringloop.base.db import Base
from bouwkringloop.batches import models as batches
from bouwkringloop.batches.agreements import models as agreements
from bouwkringloop.batches.delivery import models as batch_delivery
from bouwkringloop.batches.settling import models as settling
from bouwkringloop.batches.transport import models as transport
from bouwkringloop.catalogue import models as catalogue
from bouwkringloop.counting import models as counting
from bouwkringloop.intake import models as intake
from bouwkringloop.invoicing import models as invoicing
from bouwkringloop.partners import models as partners
from bouwkringloop.people import models as people
from bouwkringloop.pickups import models as pickups
from bouwkringloop.placements import models as placements
from bouwkringloop.placements.hours import models as hours
from bouwkringloop.placements.privacy import models as privacy
from bouwkringloop.printing import models as printing
from bouwkringloop.reports import models as reports
from bouwkringloop.spreadsheets import models as spreadsheets
from bouwkringloop.stock import models as stock
from bouwkringloop.till import models as till
from bouwkringloop.till.collecting import models as collecting
from bouwkringloop.till.day import models as till_day
from bouwkringloop.till.deposits import models as deposits
from bouwkringloop.till.terminals import models as terminals
from bouwkringloop.till.vouchers import models as vouchers
from bouwkringloop.trips import models as trips
from bouwkringloop.wishes import models as wishes

MODELS = (
    mail,
    people,
    partners,
    catalogue,
    printing,
    stock,
    wishes,
    spreadsheets,
    counting,
    intake,
    pickups,
    till,
    till_day,
    deposits,
    vouchers,
    collecting,
    invoicing,
    terminals,
    agreements,
    batches,
    batch_delivery,
    settling,
    transport,
    trips,
    placements,
    hours,
    privacy,
    reports,
)
METADATA = Base.metadata
