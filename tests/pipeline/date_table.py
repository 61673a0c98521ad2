"""Date expressions in news style, with what they mean; every sentence is our own.

Expressions stand in [brackets], their meaning behind the sentence in order: an ISO date as far as it is
known, from/to for a stretch, ? for one that is a date but can't be known from the publication date alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language

from app.domain.claim import Claim
from app.domain.dates import DateMention, PartialDate
from app.domain.text import Span
from app.pipeline import extract
from app.pipeline.extract.components import read_page
from app.pipeline.extract.dates import find_dates
from app.pipeline.extract.pipeline import read_doc
from tests.making import article

MON = "2016-05-02"
THU = "2014-03-20"
WED = "2012-11-07"
TUE = "2013-01-15"
FRI = "2015-09-04"
SUN = "2011-08-28"

# published; sentence; meanings
DATES = [
    # weekdays
    (MON, "Rescue teams reached the village on [Sunday].", "2016-05-01"),
    (MON, "The minister resigned [Monday].", "2016-05-02"),
    (MON, "Shelling resumed [Friday night] in the east of the city.", "2016-04-29"),
    (MON, "Two trains collided [last Monday] outside Lagos.", "2016-04-25"),
    (MON, "The court will hear the appeal on [Wednesday].", "2016-05-04"),
    (MON, "On [Thursday], the parliament will vote on the budget.", "2016-05-05"),
    (MON, "The talks resume [next Tuesday] in Geneva.", "2016-05-03"),
    (THU, "Protesters gathered [Tuesday] in front of the ministry.", "2014-03-18"),
    (THU, "[Sunday]'s referendum drew sharp criticism from Brussels.", "2014-03-16"),
    (THU, "The president is expected to sign the decree [Friday].", "2014-03-21"),
    (THU, "A second round is scheduled for [Sunday].", "2014-03-23"),
    (THU, "The army said it would pull back on [Saturday].", "2014-03-22"),
    (THU, "The mayor said [Wednesday] the bridge will stay closed.", "2014-03-19"),
    (THU, "Search planes took off [early Thursday] from Perth.", "2014-03-20"),
    (THU, "The ship left port [late on Tuesday].", "2014-03-18"),
    (WED, "Polls closed at [8 p.m. Tuesday] in the last precincts.", "2012-11-06T20:00"),
    (WED, "Voters lined up at dawn on [Tuesday morning].", "2012-11-06"),
    (WED, "The board plans to meet again [Monday].", "2012-11-12"),
    (WED, "The hearing, set for [Friday], has been moved to a larger room.", "2012-11-09"),
    (TUE, "The hostages were freed over the [weekend], the company said.", "2013-01-12/2013-01-13"),
    (TUE, "The central bank meets on [Thursday].", "2013-01-17"),
    (TUE, "He declined to comment [Monday].", "2013-01-14"),
    (TUE, "The inauguration takes place [this coming Monday].", "2013-01-21"),
    (FRI, "Trains were halted at [9:30 a.m. on Thursday].", "2015-09-03T09:30"),
    (FRI, "The boat sank [Wednesday] off the Turkish coast.", "2015-09-02"),
    (FRI, "Ministers meet [Saturday] in Luxembourg.", "2015-09-05"),
    (FRI, "Lawmakers return [Tuesday] from their summer recess.", "2015-09-08"),
    (FRI, "The shop reopened on [Monday of last week].", "2015-08-24"),
    (SUN, "The storm made landfall [Saturday morning] in North Carolina.", "2011-08-27"),
    (SUN, "Subways will not run before [Monday afternoon].", "2011-08-29"),
    (SUN, "Markets were calm [Tuesday] and fell on [Thursday].", "2011-08-23 2011-08-25"),
    (SUN, "Rebels entered the compound [this past Tuesday].", "2011-08-23"),
    # month and day
    (MON, "The ceasefire took effect on [Feb. 27].", "2016-02-27"),
    (MON, "It was hit [late on April 29].", "2016-04-29"),
    (MON, "The strike on [29 April 2016] killed two doctors.", "2016-04-29"),
    (MON, "Americans will elect a new president on [Nov. 8].", "2016-11-08"),
    (MON, "The deal was signed on [December 30].", "2015-12-30"),
    (MON, "The attacks of [Sept. 11, 2001], changed the debate.", "2001-09-11"),
    (MON, "Airport security has been tight since [9/11].", "2001-09-11"),
    (MON, "A summit is planned for [June 23-24].", "2016-06-23/2016-06-24"),
    (MON, "The fair runs from [May 20 to 29].", "2016-05-20/2016-05-29"),
    (MON, "The raid on the [1st of May] was the third.", "2016-05-01"),
    (MON, "[Monday, April 18], was the hottest day so far.", "2016-04-18"),
    (THU, "The plane vanished on [March 8].", "2014-03-08"),
    (THU, "The last signal came at [8:11 a.m. on March 8].", "2014-03-08T08:11"),
    (THU, "The reactor failed on [11 March 2011].", "2011-03-11"),
    (THU, "The treaty of [21 November] was never signed.", "2013-11-21"),
    (THU, "The games ran from [Feb. 7 to Feb. 23].", "2014-02-07/2014-02-23"),
    (WED, "On [Dec. 3] the ministers will gather in Doha.", "2012-12-03"),
    (WED, "The consulate was stormed on the night of [Sept. 11].", "2012-09-11"),
    (WED, "Early voting began on [October 27th].", "2012-10-27"),
    (WED, "He was born on [Aug. 4, 1961], in Honolulu.", "1961-08-04"),
    (WED, "The form is dated [2012-10-31].", "2012-10-31"),
    (WED, "The receipt bears the date [29/04/2012].", "2012-04-29"),
    (WED, "The stamp reads [03/04/2012].", "?"),
    (TUE, "The shooting on [Dec. 14] left 26 people dead.", "2012-12-14"),
    (TUE, "The debt limit will be reached by [Feb. 15].", "2013-02-15"),
    (TUE, "The oath is taken at [noon on Jan. 20].", "2013-01-20T12:00"),
    (TUE, "Doctors met on [5 and 6 January] in Delhi.", "2013-01-05/2013-01-06"),
    (FRI, "The deal of [July 14] has yet to be approved.", "2015-07-14"),
    (FRI, "The accord, reached on [July 14, 2015], is 159 pages long.", "2015-07-14"),
    (FRI, "A vote is due by [Sept. 17].", "2015-09-17"),
    (FRI, "The levee broke on [29 August 2005].", "2005-08-29"),
    (SUN, "The uprising began on [Feb. 17].", "2011-02-17"),
    (SUN, "He had ruled since [Sept. 1, 1969].", "1969-09-01"),
    # months
    (MON, "Talks broke down in [February].", "2016-02"),
    (MON, "The vote will be held in [November].", "2016-11"),
    (MON, "The factory burned down in [November].", "2015-11"),
    (MON, "Exports rose in [March 2015].", "2015-03"),
    (MON, "The harvest failed [last August].", "2015-08"),
    (MON, "The [April] figures were revised twice.", "2016-04"),
    (MON, "The outbreak peaked in [early January].", "2016-01"),
    (MON, "Prices fell in [May 2010] and [June 2010].", "2010-05 2010-06"),
    (THU, "Fighting has gone on since [mid-December].", "2013-12"),
    (THU, "The bill was tabled in [late February].", "2014-02"),
    (THU, "She took office in [May].", "2013-05"),
    (THU, "He is to stand trial in [June].", "2014-06"),
    (THU, "It was the coldest [January] in Chicago in 30 years.", "2014-01"),
    (WED, "The programme was launched in [October 2008].", "2008-10"),
    (WED, "The sides have met twice since [March].", "2012-03"),
    (TUE, "The unit was sent north in [Dec. 2012].", "2012-12"),
    (FRI, "The first boats arrived at the [end of March].", "2015-03"),
    (FRI, "The clinic opens [next April].", "2016-04"),
    (SUN, "The drought began in [October last year].", "2010-10"),
    # years, decades, seasons, quarters
    (MON, "The war began in [2011].", "2011"),
    (MON, "The opposition first met in [early 2011].", "2011"),
    (MON, "Output doubled between [2008 and 2012].", "2008/2012"),
    (MON, "He led the party from [1994 to 2002].", "1994/2002"),
    (MON, "The dam was built in the [1990s].", "1990/1999"),
    (MON, "The club was famous in the [late 1970s].", "1970/1979"),
    (MON, "The camp opened in the [spring of 2012].", "2012-03/2012-05"),
    (MON, "The song was a hit in [summer 2014].", "2014-06/2014-08"),
    (MON, "Growth slowed in the [first quarter of 2016].", "2016-01/2016-03"),
    (MON, "Sales recovered in the [second half of 2013].", "2013-07/2013-12"),
    (MON, "Wages stagnated in the [mid-1980s].", "1980/1989"),
    (MON, "The [2012] election was decided in Ohio.", "2012"),
    (MON, "Emissions must fall by half by [2030].", "2030"),
    (MON, "The palace dates from the [19th century].", "1801/1900"),
    (MON, "The border was drawn in the [autumn of 1947].", "1947-09/1947-11"),
    (MON, "Thousands fled [last summer].", "2015-06/2015-08"),
    (THU, "The team hopes to play again [this summer].", "2014-06/2014-08"),
    (THU, "The crisis of [2008-09] cost many their homes.", "2008/2009"),
    (WED, "He left the army in [late 2003].", "2003"),
    (WED, "Her [2008] memoir sold well.", "2008"),
    (TUE, "The company lost money in [fiscal 2012].", "2012"),
    # relative to publication
    (MON, "The road was reopened [yesterday].", "2016-05-01"),
    (MON, "The queen turns 90 [today].", "2016-05-02"),
    (MON, "Results are due [tomorrow].", "2016-05-03"),
    (MON, "Heavy rain fell [last night] in Nairobi.", "2016-05-01"),
    (MON, "The plane landed [this morning] in Cairo.", "2016-05-02"),
    (MON, "Hundreds were killed over the [last 10 days].", "2016-04-22/2016-05-02"),
    (MON, "At least 40 died in the [past 24 hours].", "2016-05-01/2016-05-02"),
    (MON, "The price has doubled in the [last three years].", "2013/2016"),
    (MON, "The plant closed [two years ago].", "2014"),
    (MON, "The mayor resigned [three days ago].", "2016-04-29"),
    (MON, "The well dried up [six months ago].", "2015-11"),
    (MON, "They crossed the border [two weeks ago].", "2016-04-18/2016-04-24"),
    (MON, "The strike began [last week].", "2016-04-25/2016-05-01"),
    (MON, "Ministers will meet again [next week].", "2016-05-09/2016-05-15"),
    (MON, "The pope will visit the island [this week].", "2016-05-02/2016-05-08"),
    (MON, "Inflation fell [last month].", "2016-04"),
    (MON, "The tax was raised [earlier this year].", "2016"),
    (MON, "Elections are due [next year].", "2017"),
    (MON, "The clinic was shelled [late last month].", "2016-04"),
    (MON, "A similar attack had struck the town [a week earlier].", "?"),
    (MON, "The [same day], a school was hit.", "?"),
    (MON, "The men were released [two days later].", "?"),
    (MON, "Flights resumed the [following day].", "?"),
    (MON, "The border was closed [several weeks ago].", "?"),
    (THU, "The fleet sailed the [day before yesterday].", "2014-03-18"),
    (THU, "A decision is expected the [day after tomorrow].", "2014-03-22"),
    (THU, "He was elected [a decade ago].", "2004"),
    (THU, "The law changed [a year ago].", "2013"),
    (THU, "It could take effect in the [next 30 days].", "2014-03-20/2014-04-19"),
    (WED, "She spoke to supporters [tonight] in Ohio.", "2012-11-07"),
    (WED, "The school will stay closed until the [end of the year].", "2012"),
    (TUE, "The wildfires started [last weekend].", "2013-01-12/2013-01-13"),
    (FRI, "The march is planned for [this weekend].", "2015-09-05/2015-09-06"),
    (FRI, "They reached Vienna on [Friday, Sept. 4].", "2015-09-04"),
    (SUN, "The capital fell [earlier this week].", "2011-08-22/2011-08-28"),
    (SUN, "Rebels took the town on [Aug. 20 and 21].", "2011-08-20/2011-08-21"),
]  # fmt: skip

NO_DATES = [
    "Ministers may come to an agreement.",
    "May said the plan was dead.",
    "Prime Minister Theresa May met her cabinet.",
    "Thousands joined the March for Life in the capital.",
    "Soldiers march past the palace.",
    "The Sunday Times printed the letter.",
    "Stores opened early for Black Friday.",
    "April Jones was found in a wood.",
    "His wife, June, sat in the front row.",
    "August Lund wrote the play.",
    "The Arab Spring changed the region.",
    "She performed on Saturday Night Live.",
    "The candidates look ahead to Super Tuesday.",
    "The group has 2011 members.",
    "The office is at 1900 Main Street.",
    "The lake lies 2000 metres above the sea.",
    "The Million Man March drew crowds.",
    "The team won 9-11.",
    "The Silver Spring office is closed.",
    "The fall of the city shocked the army.",
    "He is in his 30s.",
    "Rice is served on Fridays.",
    "The bus leaves every Monday.",
    "The vote was 29 to 4.",
    "The film 1984 was shown in schools.",
    "The last man left the room.",
    "The next step is unclear.",
    "Second place went to Kenya.",
    "The ship is 300 feet long and cost $2015.",
    "Jan Berg leads the aid mission.",
    "They marched to the square and sat down.",
    "A week is a long time in politics.",
    "The past cannot be undone.",
    "Boeing 757 and 767 jets were checked.",
    "He scored in the 90th minute.",
    "Dec Holm and Mark Sand sang together.",
    "Day after day the queue grew.",
    "The hot spring is open to visitors.",
]

# published; sentence with what is said in [brackets]; the day it was said, - for none
SAID = [
    (MON, "Anna Berg said Monday [the bridge was unsafe].", "2016-05-02"),
    (MON, "Anna Berg said on April 29 that [the bridge was unsafe].", "2016-04-29"),
    (MON, "“[We are out of time],” Anna Berg told reporters late Thursday.", "2016-04-28"),
    (MON, "The company said in a statement Friday that [it would close the plant].", "2016-04-29"),
    (MON, "On Sunday, the minister said [the army had pulled back].", "2016-05-01"),
    (MON, "“[This is a disgrace],” Anna Berg wrote on Twitter on 30 April.", "2016-04-30"),
    (MON, "Anna Berg said that [on Sunday the convoy was turned back].", "-"),
    (MON, "Anna Berg said [Sunday's attack was a crime].", "-"),
    (MON, "“[We will vote on Friday],” Anna Berg said.", "-"),
    (MON, "The ministry said on Sunday that [the hospital was hit on Thursday].", "2016-05-01"),
    (MON, "“[The talks start tomorrow],” Anna Berg said Sunday.", "2016-05-01"),
    (MON, "Speaking in Geneva on Saturday, Anna Berg said [the truce was at risk].", "2016-04-30"),
    (MON, "Anna Berg told the BBC on Sunday that [the road was mined].", "2016-05-01"),
    (MON, "Two officials said yesterday that [the border would reopen].", "2016-05-01"),
    (MON, "Anna Berg said last week that [the bill was dead].", "-"),
    (MON, "Police said the driver, who was arrested on Friday, [had been drinking].", "-"),
    (MON, "[The bridge was unsafe], Anna Berg said in an interview on Friday.", "2016-04-29"),
    (MON, "“[It is over],” Anna Berg said Friday night.", "2016-04-29"),
    (THU, "According to a report published on Tuesday, [the river is polluted].", "2014-03-18"),
    (THU, "Prime Minister Tom Hale announced Wednesday that [the search would go on].", "2014-03-19"),
    (THU, "“[We do not know where it is],” Hale told parliament on Thursday.", "2014-03-20"),
    (THU, "“[We found it],” the captain said in March 2013.", "2013-03"),
    (THU, "A spokesman said early Thursday that [two objects had been seen].", "2014-03-20"),
    (THU, "In a speech on March 18, Anna Berg said [the border was final].", "2014-03-18"),
    (THU, "Anna Berg said in 2009 that [the deal was fair].", "2009"),
    (THU, "Anna Berg warned that [the vote on Sunday would be illegal].", "-"),
    (WED, "Tom Hale conceded early Wednesday, saying [the voters had spoken].", "2012-11-07"),
    (WED, "“[I will not run again],” Hale said at a rally in Ohio on Monday.", "2012-11-05"),
    (WED, "The agency said late Tuesday [it would appeal].", "2012-11-06"),
    (WED, "[Turnout was high], the commission said on Tuesday.", "2012-11-06"),
    (WED, "Anna Berg says [the count ends Friday].", "-"),
    (WED, "In an e-mail sent Oct. 30, Anna Berg wrote that [the dam was weak].", "2012-10-30"),
    (TUE, "Anna Berg told reporters in Bamako on Monday [the town had fallen].", "2013-01-14"),
    (TUE, "“[This must end],” Anna Berg said in a televised address Sunday night.", "2013-01-13"),
    (TUE, "The group claimed on Saturday that [it had shot down a helicopter].", "2013-01-12"),
    (TUE, "Anna Berg, who took office in 2009, said [the reform was needed].", "-"),
    (TUE, "The bank said Friday [profits fell 4 percent last year].", "2013-01-11"),
    (FRI, "“[We need fences],” Anna Berg said on Thursday in Brussels.", "2015-09-03"),
    (FRI, "Germany said on Aug. 25 [it would take in all Syrians].", "2015-08-25"),
    (FRI, "Anna Berg tweeted on Wednesday: “[No child should die like this].”", "2015-09-02"),
    (FRI, "A witness said [the fire broke out on Thursday].", "-"),
    (FRI, "Anna Berg said at noon Friday that [the trains would run].", "2015-09-04"),
    (SUN, "Mayor Tom Hale said Saturday [the subways would stay shut].", "2011-08-27"),
    (SUN, "“[Stay home],” Hale said at a news conference Saturday morning.", "2011-08-27"),
    (SUN, "Anna Berg said today that [the storm had weakened].", "2011-08-28"),
    (SUN, "Residents said [the looting began on Friday].", "-"),
    # written when the rules were done
    (MON, "Speaking on television Sunday evening, Anna Berg said [rebels broke the truce].", "2016-05-01"),
    (MON, "“[It was a mistake],” Berg told CNN's morning show on Friday.", "2016-04-29"),
    (MON, "Hale, speaking to supporters in Ohio on Saturday, said [he would stay].", "2016-04-30"),
    (MON, "The White House said Friday that [the president would sign the bill on Tuesday].", "2016-04-29"),
    (MON, "In his 2010 memoir, Tom Hale wrote that [the war was lost].", "2010"),
    (MON, "A judge ruled on April 15 that [the law could stand].", "2016-04-15"),
    (THU, "The Guardian reported Wednesday that [the files had been copied].", "2014-03-19"),
    (THU, "Anna Berg, whose son died in 2011, told the panel [the gun was not locked].", "-"),
    (THU, "“[I'm not a scientist],” Hale said last month when asked about the floods.", "2014-02"),
    (THU, "After the vote on Tuesday was put off, Anna Berg said [the deal was dead].", "-"),
    (THU, "The agency warned in January that [the dam could burst].", "2014-01"),
    (THU, "Officials said [the plane turned west at 1:30 a.m. on March 8].", "-"),
    (WED, "Hale told supporters just before midnight Tuesday that [the count would go on].", "2012-11-06"),
    (WED, "Two aides said on condition of anonymity on Monday that [the minister would go].", "2012-11-05"),
    (FRI, "“[We can do this],” the chancellor said on Aug. 31, hours before the trains came.", "2015-08-31"),
    (FRI, "The police said Thursday night in a statement that [two men had been held].", "2015-09-03"),
]  # fmt: skip

# Sentences in the style of what random articles hold, written when the rules were done; same form.
LATER = [
    (MON, "The university released the files [earlier this year], after a long fight in court.", "2016"),
    (MON, "The governor is to be arraigned on [Friday], his lawyer said.", "2016-05-06"),
    (MON, "The firm opened its drone practice [this month].", "2016-05"),
    (MON, "She carried the county in [2008] and lost it in [2012].", "2008 2012"),
    (MON, "Before his [2016] run for governor, he sold used cars.", "2016"),
    (MON, "The Pentagon is expected in the [coming days] to publish the rules.", "?"),
    (MON, "The senator was pushed out [this week] by his own party.", "2016-05-02/2016-05-08"),
    (MON, "A study published in [2010] found the opposite.", "2010"),
    (MON, "In Iowa on [Wednesday], the candidate mocked his rivals.", "2016-04-27"),
    (MON, "He learned of it from news reports [Friday].", "2016-04-29"),
    (MON, "Police have said the man was shot to death [Saturday] by an officer.", "2016-04-30"),
    (MON, "The scandal may have influenced the [2012] election.", "2012"),
    (MON, "They played golf in [June 2011], according to the log.", "2011-06"),
    (MON, "She cast her first ballot on [June 7, 2012].", "2012-06-07"),
    (MON, "No troops will stay after [2017], the general said.", "2017"),
    (MON, "The cuts take effect [next month].", "2016-06"),
    (MON, "The party faces a rout in the [fall].", "2016-09/2016-11"),
    (MON, "A poll released [last week] put the gap at six points.", "2016-04-25/2016-05-01"),
    (THU, "His support rose from [March 10] to 12 percent, a pollster said.", "2014-03-10"),
    (THU, "Mubarak's ally was convicted in [June] of fraud.", "2013-06"),
    (THU, "The panel will meet through the [weekend] to finish the bill.", "2014-03-22/2014-03-23"),
    (THU, "By the [year 2030], the town will have no water.", "2030"),
    (THU, "Hiring fell over the [past two months].", "2014-01/2014-03"),
    (THU, "Riots broke out [late Friday night] in the suburb.", "2014-03-14"),
    (THU, "The company cut 300 jobs in [fiscal year 2011].", "2011"),
    (THU, "The video was posted [Saturday night] and removed on [Sunday morning].", "2014-03-15 2014-03-16"),
    (THU, "The fund will run dry by [late April] or [early May].", "2014-04 2014-05"),
    (THU, "The suspect was found under a bridge on [Saturday, March 15].", "2014-03-15"),
    (THU, "The judge was nominated nearly [five months ago].", "?"),
    (THU, "The rally began a little over [a year ago].", "?"),
    (THU, "Collins spoke on Capitol Hill [Monday morning].", "2014-03-17"),
    (THU, "He would lose to any rival [next November], the survey says.", "2014-11"),
    (THU, "Rates have not been this low since [1994].", "1994"),
    (THU, "The airstrikes began [Wednesday], an hour after the warning.", "2014-03-19"),
    (THU, "The reform was unthinkable even [a decade earlier].", "?"),
    (THU, "[Eight years ago], nobody knew his name.", "2006"),
    (THU, "Smoking fell from 20.8 percent in [2005] to 16.9 percent in [2013].", "2005 2013"),
    (THU, "The vessel is due to dock at [7 a.m. Saturday].", "2014-03-22T07:00"),
    (WED, "The [Nov. 6] vote left the house divided.", "2012-11-06"),
    (WED, "He has until [Nov. 30] to answer.", "2012-11-30"),
    (WED, "Negotiators worked into the night on [Monday] and met again [Tuesday].", "2012-11-05 2012-11-06"),
    (WED, "The two are to debate on [Sunday night] in Lima.", "2012-11-11"),
    (WED, "The measure passed the house [late last year].", "2011"),
    (WED, "It was the worst blaze since the [early 1900s].", "1900/1909"),
    (WED, "Analysts expect growth of 2 percent in the [fourth quarter].", "2012-10/2012-12"),
    (WED, "A trial is set for [January].", "2013-01"),
    (TUE, "The vote comes [four days after] the shooting.", "?"),
    (TUE, "The recession of the [early 1980s] was milder.", "1980/1989"),
    (TUE, "[Last Thursday], the board voted to close the school.", "2013-01-10"),
    (TUE, "The plan, unveiled [Jan. 10], would raise the tax.", "2013-01-10"),
    (TUE, "Updated [7:17 p.m. ET, Jan. 14, 2013]", "2013-01-14T19:17"),
    (TUE, "The deadline is [midnight on Thursday].", "2013-01-17"),
    (FRI, "The boy's body washed ashore [two days ago].", "2015-09-02"),
    (FRI, "Parliament convened on [Sept. 1-3] to hear the report.", "2015-09-01/2015-09-03"),
    (FRI, "The [summer of 1967] made the singer famous.", "1967-06/1967-08"),
    (FRI, "The rule takes effect [Jan. 1, 2016].", "2016-01-01"),
    (FRI, "They had fled the town in the '[90s].", "1990/1999"),
    (FRI, "The refugees should reach the border by [tomorrow morning].", "2015-09-05"),
    (SUN, "The town has been cut off since [Friday].", "2011-08-26"),
    (SUN, "“We saw it coming [Thursday],” the ranger said.", "2011-08-25"),
    (SUN, "The storm weakened in the [past few hours].", "?"),
    (SUN, "The [May 1] raid ended a long hunt.", "2011-05-01"),
]  # fmt: skip
_BRACKETED = re.compile(r"\[([^\]]*)\]")


@cache
def _nlp() -> Language:
    return extract.load()


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """The sentence without its brackets, and where they stood in it."""
    spans = [Span(m.start() - 2 * n, m.end() - 2 * n - 2) for n, m in enumerate(_BRACKETED.finditer(marked))]
    return marked.replace("[", "").replace("]", ""), spans


def _meaning(mention: DateMention) -> str:
    parts = [part.isoformat() for part in (mention.when, mention.until) if part]
    return "/".join(parts) or "?"


def found_dates(published: str, text: str) -> list[tuple[str, str]]:
    """Words and meaning of each date expression the code finds."""
    page = read_page(read_doc(article(text, published=published), _nlp()))[0]
    found = find_dates(page, (0, len(page)), PartialDate.parse(published))
    return [(mention.words, _meaning(mention)) for mention in found]


def date_failures(published: str, marked: str, meanings: str) -> list[str]:
    """What is missing, misread, or found where nothing is; one line each."""
    text, spans = unmarked(marked)
    expected = list(zip([span.of(text) for span in spans], meanings.split(), strict=True))
    found = found_dates(published, text)
    wrong = [f"{text}: {pair} expected, found {found}" for pair in expected if pair not in found]
    extra = [pair for pair in found if pair not in expected]
    return wrong or [f"{text}: {pair} is no date" for pair in extra]


def said_failures(published: str, marked: str, days: str) -> list[str]:
    """Contents whose claim has another day than it should, or no claim; one line each."""
    text, spans = unmarked(marked)
    claims = [c for c in extract.read_claims(article(text, published=published), _nlp()) if c.kind.attributed]
    wrong = []
    for span, day in zip(spans, days.split(), strict=True):
        best: Claim | None = max(claims, key=lambda c: c.span.overlap(span), default=None)
        found = "no claim" if best is None else best.said_on.isoformat() if best.said_on else "-"
        if found != day:
            wrong.append(f"{text}: {day} expected, found {found}")
    return wrong


def _shares() -> Iterator[tuple[int, int]]:
    for row in [*DATES, *LATER]:
        yield max(0, row[1].count("[") - len(date_failures(*row))), row[1].count("[")


def share_right() -> tuple[int, int]:
    """Expressions read rightly, of how many; a date found where none is counts against its sentence."""
    dates = list(_shares())
    silent = [not found_dates(MON, text) for text in NO_DATES]
    return sum(right for right, _ in dates) + sum(silent), sum(of for _, of in dates) + len(silent)


def said_share_right() -> tuple[int, int]:
    """Contents whose day of speaking is right, of how many."""
    return len(SAID) - sum(bool(said_failures(*row)) for row in SAID), len(SAID)
